package dev.memcheck.run;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an expectation about findings looks at.
 *
 * @param what for messages, as in {@code window 2}
 * @param findings what is known of it now
 * @param judged whether these are all that there is to know; not of what went with its backend
 * @param figures what was measured in it
 * @param tree how the tree has changed since it was opened, if that could be seen; made only when it is asked for
 */
record Subject(
        String what,
        List<Finding> findings,
        boolean judged,
        WindowFigures figures,
        Supplier<Optional<SnapshotDiff>> tree) {
    Subject {
        findings = List.copyOf(findings);
    }

    /** Of what no tree was seen of. */
    Subject(String what, List<Finding> findings, boolean judged) {
        this(what, findings, judged, new WindowFigures(), Optional::empty);
    }

    Optional<SnapshotDiff> diff() {
        return tree.get();
    }
}
