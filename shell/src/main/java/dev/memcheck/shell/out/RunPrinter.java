package dev.memcheck.shell.out;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.BackendFacts;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.table.MismatchTable;
import dev.memcheck.render.table.ScenarioProgressLine;
import dev.memcheck.render.table.ScenarioText;
import dev.memcheck.render.table.StatusLine;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.render.words.CrashText;
import dev.memcheck.render.words.Doubt;
import dev.memcheck.render.words.VerdictText;
import dev.memcheck.run.Confirmation;
import dev.memcheck.run.LossReport;
import dev.memcheck.run.MessageKind;
import dev.memcheck.run.Mismatch;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.RunListener;
import dev.memcheck.run.ScenarioReport;
import dev.memcheck.run.StatementReport;
import dev.memcheck.run.WindowReport;
import dev.memcheck.scenario.ScenarioProgress;
import dev.memcheck.script.Item;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Prints a run for people, as it happens: at the prompt and for files alike. */
public final class RunPrinter implements RunListener {
    private final Screen screen;
    private final DisplaySettings display;
    private final Optional<String> typed;
    private final boolean prompt;
    private final Supplier<Optional<String>> warning;
    private final ResultOutput results;
    private boolean warned;

    /**
     * @param results prints what the server answers
     * @param typed the name of what a person types, who gets hints, and positions only of what comes from elsewhere; empty if
     *     there is nobody
     * @param warning what is to be known of the server; asked once, when it is there
     */
    public RunPrinter(
            Screen screen,
            DisplaySettings display,
            ResultOutput results,
            Optional<String> typed,
            Supplier<Optional<String>> warning) {
        this.screen = screen;
        this.results = results;
        this.display = display;
        this.warning = warning;
        this.typed = typed;
        this.prompt = typed.isPresent();
    }

    @Override
    public void connected(BackendFacts facts) {
        if (!warned) {
            warned = true;
            warning.get().ifPresent(this::note);
        }
        if (facts.extensionVersion().isEmpty()) {
            note(
                    "this database does not have the extension pg_ext_memcheck: \\tree shows its contexts, but there are no"
                            + " windows and no findings");
        }
    }

    @Override
    public void statementDone(StatementReport report) {
        if (isOneOfMany(report)) {
            return;
        }
        printResult(report);
        if (report.inWindow()) {
            printWatched(report);
        } else if (display.timing()) {
            screen.say(AmountWords.timing(report.result().durationMicros()));
        }
        screen.flush();
    }

    private static boolean isOneOfMany(StatementReport report) {
        return !report.repetition().isFirst() && !report.repetition().isLast() && !report.failed();
    }

    /** Whether a command has sent results elsewhere than to the screen. */
    boolean sendsElsewhere() {
        return results.isElsewhere();
    }

    /** Prints a result that a command has sent elsewhere than to the screen; the screen gets nothing of any other. */
    void printElsewhere(StatementReport report) {
        if (sendsElsewhere() && !isOneOfMany(report) && !report.failed()) {
            printResult(report);
        }
    }

    @Override
    public void rowsCame(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        results.part(columns, rows, first);
    }

    @Override
    public void earlierResult(StatementResult result) {
        results.showing(() -> print(result, "", new ResultPrinter(Optional.empty())));
    }

    @Override
    public void linesCame(List<String> lines) {
        results.lines(lines);
    }

    @Override
    public void windowOpened(OpenWindow window, SessionName session) {
        if (prompt && !display.quiet()) {
            screen.say(window.label() + " is open", Style.DIM);
        }
        printLimits(window);
        screen.flush();
    }

    /** Who reads that a window is clean must know where it did not look. */
    private void printLimits(OpenWindow window) {
        window.options()
                .limits()
                .ifPresent(limits -> screen.say("note: " + window.label() + " " + limits, Style.WARNING));
    }

    @Override
    public void confirming(OpenWindow window, int repeats) {
        screen.say(
                "unconfirmed: " + window.label() + " is repeated " + AmountWords.times(repeats) + " or more",
                Style.DIM);
        screen.flush();
    }

    @Override
    public void windowClosed(WindowReport report) {
        List<Finding> findings = findings(report.findings());
        boolean settled = report.confirmation().isPresent() && findings.stream().anyMatch(Finding::confirmed);
        if (settled || report.statements() > 1) {
            // What the statements' own trees could not show: their sum, and what the repeats have settled.
            report.diff().ifPresent(diff -> printTree(diff, findings));
        }
        if (!report.session().isDefault()) {
            screen.say("session " + report.session().text(), Style.DIM);
        }
        screen.lines(new VerdictText(screen.theme().glyphs())
                .ofFailed(report.failed(), report.statements())
                .lines(
                        report.window().options().name(),
                        findings,
                        position -> report.findings().get(position - 1).number(),
                        advice(report)));
        printNotes(report);
    }

    /** What who reads a verdict must know of how it was come to. */
    void printNotes(WindowReport report) {
        report.notes().forEach(note -> screen.say("note: " + report.window().label() + ": " + note, Style.WARNING));
        if (report.limits().isEmpty()) {
            printLimits(report.window());
        }
        screen.flush();
    }

    @Override
    public boolean watchesScenarios() {
        return screen.redraws();
    }

    @Override
    public void scenarioRuns(ScenarioProgress progress) {
        screen.fleeting(ScenarioProgressLine.of(progress));
    }

    @Override
    public void scenarioOver() {
        screen.wipe();
    }

    @Override
    public void scenarioDone(ScenarioReport report) {
        screen.lines(new ScenarioText(screen.theme().glyphs()).lines(report, screen.width()));
        screen.flush();
    }

    @Override
    public void expectationHeld(Item.Expect expect) {
        if (prompt) {
            screen.say("holds: " + expect.expectation(), Style.OK);
            screen.flush();
        }
    }

    @Override
    public void expectationFailed(Item.Expect expect, Mismatch mismatch) {
        String where = prompt ? "" : expect.position() + ": ";
        screen.say(where + "does not hold: " + expect.expectation(), Style.ERROR);
        screen.lines(MismatchTable.lines(mismatch));
        mismatch.tree().ifPresent(diff -> printTree(diff, mismatch.findings()));
        screen.flush();
    }

    @Override
    public void backendLost(LossReport report) {
        results.endPaging();
        screen.say("the backend, process " + report.pid() + ", is lost", Style.ERROR);
        String how = report.explanation().orElse(report.message());
        how.lines().forEach(line -> screen.say("  " + line, Style.ERROR));
        // The server's log may have named the statement already.
        report.statement()
                .filter(sql -> !how.contains(sql))
                .ifPresent(sql -> screen.say("  it was running: " + sql, Style.ERROR));
        CrashText.lines(report).forEach(line -> screen.say("  " + line, Style.ERROR));
        for (OpenWindow window : report.windows()) {
            screen.say("  " + window.label() + " is gone with it, unjudged; its findings so far are kept", Style.ERROR);
        }
        screen.flush();
    }

    @Override
    public void reconnected(BackendFacts facts) {
        note("connected to a new backend, process " + facts.pid());
    }

    @Override
    public void message(MessageKind kind, String text) {
        switch (kind) {
            case HINT -> {
                if (prompt) {
                    screen.say(text, Style.DIM);
                }
            }
            case PROGRESS, NOTE -> note(text);
            case ERROR -> screen.error(text);
        }
        screen.flush();
    }

    private void printResult(StatementReport report) {
        print(report.result(), report.sql(), new ResultPrinter(Optional.of(report)));
    }

    private void print(StatementResult result, String sql, ResultPrinter printer) {
        for (SqlError notice : result.notices()) {
            screen.lines(display.words(notice, sql));
        }
        result.accept(printer);
    }

    private void printWatched(StatementReport report) {
        List<Finding> findings = findings(report.findings());
        if (report.diff().isEmpty()) {
            screen.say(
                    report.failed()
                            ? "not looked at: the transaction has failed"
                            : AmountWords.brief(report.result().durationMicros()) + ", not looked at yet",
                    Style.DIM);
            return;
        }
        SnapshotDiff diff = report.diff().get();
        screen.line(
                StatusLine.of(report.result().durationMicros(), report.peakGrowth(), diff.retainedBytes(), findings));
        printTree(diff, findings);
    }

    private void printTree(SnapshotDiff diff, List<Finding> findings) {
        TreeSubject subject = TreeSubject.of(diff, findings);
        TreeOptions options = TreeOptions.defaults();
        if (!subject.isQuiet(options)) {
            screen.tree(TreeRows.of(subject, options, new FoldState()));
            screen.line(StyledLine.plain(""));
        }
    }

    private String advice(WindowReport report) {
        return Doubt.ofWindow(
                findings(report.findings()),
                report.confirmation().map(Confirmation::done).orElse(0),
                unrepeated(report));
    }

    /** Of a trace there is nothing to repeat. */
    private String unrepeated(WindowReport report) {
        if (report.statements() == 0 && report.closedAt().isEmpty()) {
            return "nothing ran in it that can be repeated; a longer look tells more";
        }
        return prompt ? "\\confirm repeats the window" : "the window was not repeated";
    }

    @Override
    public void notified(String sentence) {
        screen.say(sentence);
        screen.flush();
    }

    private void note(String text) {
        screen.say("note: " + text, Style.WARNING);
        screen.flush();
    }

    private static List<Finding> findings(List<NumberedFinding> numbered) {
        return numbered.stream().map(NumberedFinding::finding).toList();
    }

    /** What psql prints of a result. */
    private final class ResultPrinter implements StatementResult.Visitor<Void> {
        private final Optional<StatementReport> report;

        /** @param report empty for a result of several that cannot be the one that failed */
        private ResultPrinter(Optional<StatementReport> report) {
            this.report = report;
        }

        @Override
        public Void rows(StatementResult.Rows rows) {
            results.print(rows);
            return null;
        }

        @Override
        public Void done(StatementResult.Done done) {
            if (!display.quiet()) {
                results.tag(done.tag());
            }
            return null;
        }

        @Override
        public Void copied(StatementResult.Copied copied) {
            results.copied(copied);
            return null;
        }

        @Override
        public Void failed(StatementResult.Failed failed) {
            results.endPaging();
            report.map(StatementReport::position)
                    .filter(position -> !typed.equals(Optional.of(position.source())))
                    .ifPresent(position -> screen.say(position + ":", Style.ERROR));
            screen.lines(display.words(
                    failed.error(), report.map(StatementReport::sql).orElse("")));
            return null;
        }
    }
}
