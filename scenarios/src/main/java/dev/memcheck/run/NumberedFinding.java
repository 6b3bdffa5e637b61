package dev.memcheck.run;

import dev.memcheck.finding.Finding;
import dev.memcheck.session.SessionName;
import java.util.Objects;

/**
 * A finding with the number that it keeps for the whole session.
 *
 * @param number from 1
 * @param session whose backend has it
 */
public record NumberedFinding(int number, Finding finding, SessionName session) {
    public NumberedFinding {
        Objects.requireNonNull(session);
        Objects.requireNonNull(finding);
    }
}
