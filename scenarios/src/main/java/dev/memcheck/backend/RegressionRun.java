package dev.memcheck.backend;

import dev.memcheck.finding.Finding;
import java.util.List;
import java.util.Objects;

/**
 * What came of one regression file.
 *
 * @param findings of the window around it, and of the sessions that it opened; worst first
 * @param output how what psql printed compares to what is expected
 * @param durationMicros how long psql ran, in microseconds
 */
public record RegressionRun(List<Finding> findings, Output output, long durationMicros) {
    /** How the output of a file compares. */
    public enum Output {
        /** As in one of the expected files. */
        EXPECTED("as expected"),
        DIFFERENT("differs"),
        /** There is no expected file. */
        UNKNOWN("not compared"),
        /** psql ended before the file did, and its window with it. */
        CUT_SHORT("ended early");

        private final String words;

        Output(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public RegressionRun {
        findings = List.copyOf(findings);
        Objects.requireNonNull(output);
    }
}
