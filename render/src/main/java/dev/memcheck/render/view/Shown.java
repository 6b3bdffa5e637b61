package dev.memcheck.render.view;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The tree that is shown, and where in time that is. Whatever has to look at all nodes is done here, once.
 *
 * @param subject the tree
 * @param kind which one
 * @param moment the statement, if it is of one that ended
 * @param since what it is compared with, in a few words; empty if with nothing
 * @param findings numbered, those that the tree shows
 * @param retainedBytes used bytes that stayed since then in contexts as old as the backend
 * @param totalBytes bytes of all blocks
 * @param peakBytes the same when the tree was largest inside the statement, if that was more
 */
record Shown(
        TreeSubject subject,
        Kind kind,
        Optional<Moment> moment,
        String since,
        List<NumberedFinding> findings,
        long retainedBytes,
        long totalBytes,
        OptionalLong peakBytes) {
    /** Where in time a tree was seen. */
    enum Kind {
        /** When the backend was connected. */
        CONNECTED,
        /** After a statement. */
        ENDED,
        /** Inside a statement that ended, when the tree was largest. */
        PEAK,
        /** Just now, from outside. */
        OBSERVED
    }

    static Shown of(
            Kind kind, Optional<Moment> moment, TreeSubject subject, String since, List<NumberedFinding> findings) {
        long retained = subject.diff().map(SnapshotDiff::retainedBytes).orElse(0L);
        OptionalLong peak = moment.flatMap(Moment::peak)
                .map(largest -> OptionalLong.of(totalBytes(largest)))
                .orElse(OptionalLong.empty());
        return new Shown(subject, kind, moment, since, findings, retained, totalBytes(subject.snapshot()), peak);
    }

    /** Whether a statement was at work when the tree was seen, so that what comes and goes with it is of interest. */
    boolean isInside() {
        return kind == Kind.PEAK || kind == Kind.OBSERVED;
    }

    /** The session's number of a finding of this tree. */
    int number(Finding finding) {
        return findings.stream()
                .filter(numbered -> numbered.finding().equals(finding))
                .findFirst()
                .orElseThrow()
                .number();
    }

    /** Whether both draw the same tree. */
    boolean isSameTree(Shown other) {
        return subject.snapshot() == other.subject.snapshot()
                && kind == other.kind
                && since.equals(other.since)
                && before().equals(other.before())
                && findings.equals(other.findings);
    }

    private Optional<Snapshot> before() {
        return subject.diff().map(SnapshotDiff::before);
    }

    private static long totalBytes(Snapshot snapshot) {
        return snapshot.nodes().stream().mapToLong(ContextNode::totalBytes).sum();
    }
}
