package dev.memcheck.shell.out;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.BackendFacts;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.table.StatusLine;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.words.VerdictText;
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
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps what a full-screen view shows of the run, which covers what the printer prints: the process of the backend, and the
 * outcome of the last step in one line. Another thread may ask.
 */
public final class RunWatch implements RunListener {
    private final RunListener printer;
    private final Glyphs glyphs;
    private final LatestFindings latest = new LatestFindings();
    private Optional<StatementReport> failed = Optional.empty();
    private volatile int pid;
    private volatile Supplier<Optional<String>> outcome = Optional::empty;
    private volatile Optional<Runnable> afterStep = Optional.empty();

    public RunWatch(RunListener printer, Glyphs glyphs) {
        this.printer = printer;
        this.glyphs = glyphs;
    }

    /** The process id of the backend under test; 0 before the first. */
    public int pid() {
        return pid;
    }

    /** Another of the session's backends is being talked to. */
    public void talksTo(int process) {
        pid = process;
    }

    /** What came of the last step, in one line; may hold raw server text. */
    public Optional<String> outcome() {
        return outcome.get();
    }

    /** The findings of the last window that had some. */
    public LatestFindings latest() {
        return latest;
    }

    /** The statement that has failed last. */
    public Optional<StatementReport> lastFailed() {
        return failed;
    }

    /** Calls this on the loop's thread after each step from now on; empty calls nobody. */
    public void afterEachStep(Optional<Runnable> what) {
        afterStep = what;
    }

    @Override
    public void connected(BackendFacts facts) {
        pid = facts.pid();
        printer.connected(facts);
    }

    @Override
    public void statementDone(StatementReport report) {
        latest.statement(report.findings());
        failed = report.failed() ? Optional.of(report) : failed;
        printer.statementDone(report);
        tell(() -> describe(report));
    }

    @Override
    public void rowsCame(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        printer.rowsCame(columns, rows, first);
    }

    @Override
    public void earlierResult(StatementResult result) {
        printer.earlierResult(result);
    }

    @Override
    public void linesCame(List<String> lines) {
        printer.linesCame(lines);
    }

    @Override
    public void windowOpened(OpenWindow window, SessionName session) {
        latest.windowOpened();
        printer.windowOpened(window, session);
        tell(() -> window.label() + " is open");
    }

    @Override
    public void confirming(OpenWindow window, int repeats) {
        printer.confirming(window, repeats);
        tell(() -> window.label() + " is being repeated");
    }

    @Override
    public void windowClosed(WindowReport report) {
        latest.windowClosed(report.findings());
        printer.windowClosed(report);
        tell(() -> new VerdictText(glyphs)
                .ofFailed(report.failed(), report.statements())
                .lines(report.window().options().name(), findings(report.findings()))
                .get(0)
                .text());
    }

    @Override
    public void expectationHeld(Item.Expect expect) {
        printer.expectationHeld(expect);
        tell(() -> "holds: " + expect.expectation());
    }

    @Override
    public void expectationFailed(Item.Expect expect, Mismatch mismatch) {
        printer.expectationFailed(expect, mismatch);
        tell(() -> "expected " + expect.expectation().describe() + ", found " + mismatch.found());
    }

    @Override
    public void backendLost(LossReport report) {
        printer.backendLost(report);
        tell(() -> "the backend, process " + report.pid() + ", is lost: "
                + report.explanation().orElse(report.message()));
    }

    @Override
    public void reconnected(BackendFacts facts) {
        pid = facts.pid();
        printer.reconnected(facts);
    }

    /** A line that is redrawn must not go into output that is held back. */
    @Override
    public boolean watchesScenarios() {
        return afterStep.isEmpty() && printer.watchesScenarios();
    }

    @Override
    public void scenarioRuns(ScenarioProgress progress) {
        printer.scenarioRuns(progress);
    }

    @Override
    public void scenarioOver() {
        printer.scenarioOver();
    }

    @Override
    public void scenarioDone(ScenarioReport report) {
        printer.scenarioDone(report);
    }

    @Override
    public void notified(String sentence) {
        printer.notified(sentence);
    }

    @Override
    public void message(MessageKind kind, String text) {
        printer.message(kind, text);
        tell(() -> text);
    }

    /** The text is made when it is asked for: for most steps of a long file it never is. */
    private void tell(Supplier<String> text) {
        outcome = () -> Optional.of(text.get());
        afterStep.ifPresent(Runnable::run);
    }

    private static String describe(StatementReport report) {
        return report.result().accept(new StatementResult.Visitor<>() {
            @Override
            public String rows(StatementResult.Rows rows) {
                return rows.tag() + ", " + cost(report);
            }

            @Override
            public String done(StatementResult.Done done) {
                return done.tag() + ", " + cost(report);
            }

            @Override
            public String copied(StatementResult.Copied copied) {
                return "COPY, " + cost(report);
            }

            @Override
            public String failed(StatementResult.Failed failed) {
                return failed.error().severity() + ": " + failed.error().message();
            }
        });
    }

    private static String cost(StatementReport report) {
        long micros = report.result().durationMicros();
        return report.diff()
                .map(diff -> StatusLine.of(
                                micros, report.peakGrowth(), diff.retainedBytes(), findings(report.findings()))
                        .text())
                .orElseGet(() -> AmountWords.brief(micros));
    }

    private static List<Finding> findings(List<NumberedFinding> numbered) {
        return numbered.stream().map(NumberedFinding::finding).toList();
    }
}
