package dev.memcheck.shell.batch;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.capture.Capture;
import dev.memcheck.capture.CapturedSession;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.table.StatusLine;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.render.words.Doubt;
import dev.memcheck.render.words.VerdictText;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Confirmation;
import dev.memcheck.run.Moment;
import dev.memcheck.shell.out.Screen;
import java.util.List;
import java.util.Optional;

/** Prints a run that was kept, for people: what ran, what it retained, what was found, and how the trees changed. */
public final class CapturePrinter {
    private final Screen screen;

    public CapturePrinter(Screen screen) {
        this.screen = screen;
    }

    /** All of it. */
    public void print(Capture capture) {
        screen.say("run of " + capture.run().startedAt() + " by memcheck "
                + capture.run().version() + " in " + capture.run().directory());
        for (CapturedSession session : capture.sessions()) {
            screen.say("");
            heading("", session.report());
            session(session.report());
            SavedTree.of(session).ifPresent(this::only);
        }
        screen.flush();
    }

    /** Its sessions with their numbers. */
    public void list(Capture capture) {
        for (int i = 0; i < capture.sessions().size(); i++) {
            heading(i + 1 + ". ", capture.sessions().get(i).report());
        }
        screen.flush();
    }

    /** A tree that is not of a run. */
    private void only(Moment moment) {
        screen.say(moment.sql());
        screen.wholeTree(
                TreeRows.of(TreeSubject.of(moment.snapshot(), List.of()), TreeOptions.defaults(), new FoldState()));
    }

    private void heading(String number, SessionReport report) {
        screen.say(
                number + report.file() + ": " + report.verdict().label().replace('_', ' ') + ", "
                        + AmountWords.brief(report.durationMicros())
                        + report.backend()
                                .map(facts -> ", PostgreSQL " + facts.serverVersion())
                                .orElse(""),
                report.verdict() == Verdict.PASSED ? Style.OK : Style.ERROR);
    }

    private void session(SessionReport report) {
        for (ReportedFailure failure : report.failures()) {
            screen.say(
                    failure.failure()
                                    .position()
                                    .map(position -> position + ": ")
                                    .orElse("")
                            + failure.failure().text(),
                    Style.ERROR);
        }
        report.statements().forEach(this::statement);
        report.windows().forEach(this::window);
        findings(
                Optional.of("outside windows"),
                report.findingsOutsideWindows(),
                0,
                "seen outside windows, where nothing is repeated");
    }

    private void window(ReportedWindow window) {
        screen.say("");
        screen.say("begin " + window.title() + ", " + window.end().label());
        window.statements().forEach(this::statement);
        window.diff().ifPresent(diff -> tree(diff, window.findings()));
        findings(
                Optional.of(window.title()),
                window.findings(),
                window.confirmation().map(Confirmation::done).orElse(0),
                "the window was not repeated");
        window.notes().forEach(note -> screen.say("note: " + window.title() + ": " + note, Style.WARNING));
    }

    private void statement(ReportedStatement statement) {
        String retained = statement.retainedBytes().isPresent()
                ? ", " + StatusLine.retained(statement.retainedBytes().getAsLong())
                : "";
        screen.say("  " + statement.number() + ". " + statement.sql().strip());
        screen.say("     " + AmountWords.brief(statement.durationMicros()) + retained, Style.DIM);
        statement.error().ifPresent(error -> screen.say("     " + error, Style.ERROR));
    }

    private void tree(SnapshotDiff diff, List<ReportedFinding> reported) {
        TreeSubject subject = TreeSubject.of(diff, findings(reported));
        TreeOptions options = TreeOptions.defaults();
        if (!subject.isQuiet(options)) {
            screen.wholeTree(TreeRows.of(subject, options, new FoldState()));
        }
    }

    private void findings(Optional<String> where, List<ReportedFinding> reported, int repeats, String unrepeated) {
        if (reported.isEmpty()) {
            return;
        }
        screen.lines(new VerdictText(screen.theme().glyphs())
                .lines(
                        where,
                        findings(reported),
                        position -> reported.get(position - 1).number(),
                        Doubt.ofWindow(findings(reported), repeats, unrepeated)));
        for (ReportedFinding finding : reported) {
            finding.suppression()
                    .ifPresent(reason -> screen.say("finding " + finding.number() + " is known: " + reason));
        }
    }

    private static List<Finding> findings(List<ReportedFinding> reported) {
        return reported.stream().map(ReportedFinding::finding).toList();
    }
}
