package dev.memcheck.backend.cluster;

import dev.memcheck.finding.Finding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one regression file.
 *
 * @param findings of the window around it, and of the sessions that it opened; worst first
 * @param output how what psql printed compares to what is expected
 * @param durationMicros how long psql ran, in microseconds
 * @param loss how the file's session lost its backend, if it did; raw server text, may be of several lines
 * @param nothingLookedAt why "no findings" says nothing of the extension, if it does not; raw server text, may be of several
 *     lines
 * @param subjectSeen whether what the suite is about was in the file's backend, as far as that is known
 * @param statements how many statements it ran, those that only frame others left out
 * @param difference where its output begins to differ from what is expected; raw text of the file
 */
public record RegressionRun(
        List<Finding> findings,
        Output output,
        long durationMicros,
        Optional<String> loss,
        Optional<String> nothingLookedAt,
        Optional<Boolean> subjectSeen,
        long statements,
        Optional<String> difference) {
    /** How the output of a file compares. */
    public enum Output {
        /** As in one of the expected files. */
        EXPECTED("as expected"),
        DIFFERENT("differs"),
        /** There is no expected file. */
        UNKNOWN("not compared"),
        /** psql ended before the file did, and its window with it. */
        CUT_SHORT("ended early"),
        /** It had not ended when its time was over. */
        TOO_LONG("too long"),
        /** The backend crashed or was terminated, and the window with it. */
        LOST("backend lost");

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
        Objects.requireNonNull(loss);
        Objects.requireNonNull(nothingLookedAt);
        Objects.requireNonNull(subjectSeen);
        Objects.requireNonNull(difference);
    }
}
