package dev.memcheck.capture;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.WindowLimits;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Confirmation;
import dev.memcheck.run.Failure;
import dev.memcheck.run.Moment;
import dev.memcheck.run.Timeline;
import dev.memcheck.script.Position;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.MemoryTotals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link SessionWriter} writes. */
final class SessionReader {
    private final FieldReader in;
    private final SnapshotTable snapshots;

    SessionReader(FieldReader in) {
        this.in = in;
        this.snapshots = new SnapshotTable(in);
    }

    CapturedSession read() throws IOException {
        List<Moment> moments = new ArrayList<>();
        while (in.flag()) {
            in.weigh(HeapBudget.MOMENT);
            moments.add(moment());
        }
        return new CapturedSession(report(), new Timeline(Optional.empty(), moments, 0));
    }

    private Moment moment() throws IOException {
        return new Moment(
                in.index("the number of a statement"),
                in.text(),
                in.number(),
                in.flag(),
                snapshots.readDiff(),
                in.optional(snapshots::read),
                in.optional(snapshots::read),
                in.list(() -> FindingFields.readNumbered(in)));
    }

    private SessionReport report() throws IOException {
        return new SessionReport(
                in.text(),
                in.constant(Verdict.class),
                in.moment(),
                in.number(),
                in.optional(this::backend),
                in.list(this::statement),
                in.list(this::window),
                in.list(() -> FindingFields.readReported(in)),
                in.index("the number of expectations"),
                in.list(this::failure));
    }

    private BackendFacts backend() throws IOException {
        return new BackendFacts(
                in.index("a process id"), in.text(), in.index("a server version"), in.optional(in::text), in.text());
    }

    private ReportedStatement statement() throws IOException {
        return new ReportedStatement(
                in.index("the number of a statement"),
                in.optional(this::position),
                in.text(),
                in.number(),
                in.number(),
                in.optional(in::text),
                in.optionalLong(),
                in.optionalLong(),
                in.list(() -> in.index("the number of a finding")),
                in.optional(() -> new MemoryTotals(in.number(), in.optionalLong(), in.optionalLong())));
    }

    private ReportedWindow window() throws IOException {
        return new ReportedWindow(
                in.index("the number of a window"),
                new SessionName(in.text()),
                in.text(),
                in.optionalInt(),
                in.constant(ReportedWindow.End.class),
                in.number(),
                in.number(),
                in.list(this::statement),
                in.list(() -> FindingFields.readReported(in)),
                in.optional(snapshots::readDiff),
                in.optional(this::confirmation),
                in.list(in::text),
                in.optional(this::limits));
    }

    private WindowLimits limits() throws IOException {
        return new WindowLimits(
                in.text(),
                in.flag(),
                in.list(in::text),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number());
    }

    private Confirmation confirmation() throws IOException {
        return new Confirmation(
                in.index("a number of repeats"), in.index("a number of repeats"), in.optional(in::text));
    }

    private ReportedFailure failure() throws IOException {
        return new ReportedFailure(
                new Failure(in.constant(Failure.Kind.class), in.optional(this::position), in.text(), in.optionalInt()),
                in.optionalInt());
    }

    private Position position() throws IOException {
        return new Position(in.text(), in.index("a line"), in.index("a column"));
    }
}
