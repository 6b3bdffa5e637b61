package dev.memcheck.run;

import dev.memcheck.finding.Finding;
import java.util.List;

/**
 * What an expectation about findings looks at.
 *
 * @param what for messages, as in {@code window 2}
 * @param findings what is known of it now
 */
record Subject(String what, List<Finding> findings) {
    Subject {
        findings = List.copyOf(findings);
    }
}
