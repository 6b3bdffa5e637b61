package dev.memcheck.run;

import dev.memcheck.finding.Finding;
import java.util.Objects;

/**
 * A finding with the number that it keeps for the whole session.
 *
 * @param number from 1
 */
public record NumberedFinding(int number, Finding finding) {
    public NumberedFinding {
        Objects.requireNonNull(finding);
    }
}
