package dev.memcheck.shell.batch;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.capture.Capture;
import dev.memcheck.capture.CapturedSession;
import dev.memcheck.capture.SessionCapture;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Severity;
import dev.memcheck.outside.OutsideTree;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Moment;
import dev.memcheck.session.SessionName;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.VersionText;
import dev.memcheck.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One tree kept as a run: one session in which nothing ran, with one moment. */
public final class SavedTree {
    private SavedTree() {}

    /** @throws IOException if it cannot be written */
    public static void write(OutsideTree tree, OutputFile file) throws IOException {
        Snapshot snapshot = tree.snapshot();
        SessionReport report = new SessionReport(
                tree.process(),
                Verdict.PASSED,
                snapshot.takenAt(),
                0,
                Optional.of(new BackendFacts(
                        snapshot.backendPid(),
                        tree.version(),
                        tree.versionNumber(),
                        Optional.empty(),
                        tree.process() + ", read from outside")),
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of());
        RunReport run = new RunReport(
                VersionText.version(),
                snapshot.takenAt(),
                Path.of("").toAbsolutePath(),
                Severity.WARNING,
                List.of(report));
        try (SessionCapture session = new SessionCapture()) {
            session.momentKept(
                    new Moment(
                            1,
                            tree.title(),
                            0,
                            false,
                            SnapshotDiff.between(snapshot, snapshot),
                            Optional.empty(),
                            Optional.empty(),
                            List.of()),
                    SessionName.DEFAULT);
            session.finish(report);
            file.write(out -> Capture.write(run, List.of(session), out));
        }
    }

    /** The tree, if the capture is of one and not of a run. */
    public static Optional<Moment> of(Capture capture) {
        return capture.sessions().size() == 1 ? of(capture.sessions().get(0)) : Optional.empty();
    }

    static Optional<Moment> of(CapturedSession session) {
        boolean nothingRan = session.report().allStatements().isEmpty()
                && session.report().windows().isEmpty();
        List<Moment> moments = session.timeline().moments();
        return nothingRan && moments.size() == 1 ? Optional.of(moments.get(0)) : Optional.empty();
    }
}
