package dev.memcheck.capture;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.WindowLimits;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.SessionReport;
import dev.memcheck.run.Confirmation;
import dev.memcheck.run.Failure;
import dev.memcheck.run.Moment;
import dev.memcheck.script.Position;
import java.io.IOException;

/** Writes one session: its moments as they come, then what reports have of it. {@link SessionReader} reads it. */
final class SessionWriter {
    private final FieldWriter out;
    private final SnapshotWriter snapshots;

    SessionWriter(FieldWriter out) {
        this.out = out;
        this.snapshots = new SnapshotWriter(out);
    }

    void moment(Moment moment) throws IOException {
        out.flag(true);
        out.number(moment.statement());
        out.text(moment.sql());
        out.number(moment.durationMicros());
        out.flag(moment.failed());
        snapshots.write(moment.diff().before());
        snapshots.write(moment.diff().after());
        out.optional(moment.peak(), snapshots::write);
        out.optional(moment.windowStart(), snapshots::write);
        out.list(moment.findings(), finding -> FindingFields.write(out, finding));
    }

    /** Comes after all moments. */
    void report(SessionReport report) throws IOException {
        out.flag(false);
        out.text(report.file());
        out.constant(report.verdict());
        out.moment(report.startedAt());
        out.number(report.durationMicros());
        out.optional(report.backend(), this::backend);
        out.list(report.statements(), this::statement);
        out.list(report.windows(), this::window);
        out.list(report.findings(), finding -> FindingFields.write(out, finding));
        out.number(report.expectationsHeld());
        out.list(report.failures(), this::failure);
    }

    private void backend(BackendFacts facts) throws IOException {
        out.number(facts.pid());
        out.text(facts.serverVersion());
        out.number(facts.serverVersionNumber());
        out.optional(facts.extensionVersion(), out::text);
        out.text(facts.where());
    }

    private void statement(ReportedStatement statement) throws IOException {
        out.number(statement.number());
        out.optional(statement.position(), this::position);
        out.text(statement.sql());
        out.number(statement.startMicros());
        out.number(statement.durationMicros());
        out.optional(statement.error(), out::text);
        out.optional(statement.retainedBytes());
        out.optional(statement.peakBytes());
        out.list(statement.findings(), number -> out.number(number));
        out.optional(statement.memory(), memory -> {
            out.number(memory.contexts());
            out.optional(memory.malloc());
            out.optional(memory.rssAnon());
        });
    }

    private void window(ReportedWindow window) throws IOException {
        out.number(window.number());
        out.text(window.session().text());
        out.text(window.name());
        out.optional(window.outer());
        out.constant(window.end());
        out.number(window.startMicros());
        out.number(window.durationMicros());
        out.list(window.statements(), this::statement);
        out.list(window.findings(), finding -> FindingFields.write(out, finding));
        out.optional(window.diff(), diff -> {
            snapshots.write(diff.before());
            snapshots.write(diff.after());
        });
        out.optional(window.confirmation(), this::confirmation);
        out.list(window.notes(), out::text);
        out.optional(window.limits(), this::limits);
    }

    private void limits(WindowLimits limits) throws IOException {
        out.text(limits.pattern());
        out.flag(limits.patternMatched());
        out.list(limits.allowedContexts(), out::text);
        out.number(limits.minLeakBytes());
        out.number(limits.leftOutByPattern());
        out.number(limits.leftOutByAllowed());
        out.number(limits.leftOutBySize());
        out.number(limits.leftOutConfirmed());
        out.number(limits.notFollowed());
        out.number(limits.parallelWorkers());
    }

    private void confirmation(Confirmation confirmation) throws IOException {
        out.number(confirmation.asked());
        out.number(confirmation.done());
        out.optional(confirmation.obstacle(), out::text);
    }

    private void failure(ReportedFailure reported) throws IOException {
        Failure failure = reported.failure();
        out.constant(failure.kind());
        out.optional(failure.position(), this::position);
        out.text(failure.text());
        out.optional(failure.finding());
        out.optional(reported.window());
    }

    private void position(Position position) throws IOException {
        out.text(position.source());
        out.number(position.line());
        out.number(position.column());
    }
}
