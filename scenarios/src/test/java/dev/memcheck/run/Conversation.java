package dev.memcheck.run;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.finding.Severity;
import dev.memcheck.scenario.ScenarioProgress;
import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.Item;
import dev.memcheck.script.SessionParser;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A session with a {@link FakeServer} written down as it was told: one line for each thing the listener heard. */
final class Conversation implements RunListener {
    final FakeServer server;
    final SessionRunner runner;
    private final SessionParser parser = new SessionParser(
            List.of("q", "timing", "nonsense", "one", "two", "three", "four", "ended"), IncludeResolver.files());
    private final List<String> lines = new ArrayList<>();
    private boolean watching;

    /** Of the window that was closed last. */
    List<String> notes = List.of();

    Conversation(FakeServer server, RunOptions options) {
        this.server = server;
        this.runner = new SessionRunner(server, this, options, this::command);
    }

    /** As at the prompt: windows are repeated only when the user asks. */
    static Conversation interactive() {
        return new Conversation(new FakeServer(), RunOptions.interactive(Severity.WARNING));
    }

    /** As from a file: windows are repeated twice. */
    static Conversation batch() {
        return batch(new FakeServer());
    }

    static Conversation batch(FakeServer server) {
        return new Conversation(server, RunOptions.batch(2, Severity.WARNING));
    }

    static Conversation with(RunOptions options) {
        return new Conversation(new FakeServer(), options);
    }

    /** From now on with an eye on running scenarios. */
    void watch() {
        watching = true;
    }

    /** Types a text and gives back what was said meanwhile. */
    List<String> type(String... text) {
        return typeAs("test.mcs", text);
    }

    /** The same from a file of this name. */
    List<String> typeAs(String source, String... text) {
        lines.clear();
        runner.runAll(parser.parse(source, String.join("\n", text)));
        return List.copyOf(lines);
    }

    RunOutcome finish() {
        lines.clear();
        return runner.finish();
    }

    List<String> said() {
        return List.copyOf(lines);
    }

    /** The first backend of the session. */
    FakeBackend backend() {
        return server.backends.get(0);
    }

    @Override
    public void connected(BackendFacts facts) {
        // Every conversation would begin with it.
    }

    @Override
    public void statementDone(StatementReport report) {
        StatementResult result = report.result();
        String how = result instanceof StatementResult.Failed failed
                ? failed.error().message()
                : result instanceof StatementResult.Done done ? done.tag() : "1 row";
        String tree = report.diff()
                .map(diff -> ", " + diff.retainedBytes() + " bytes stayed")
                .orElse("");
        lines.add(report.sql() + ": " + how + tree + list(report.findings()));
    }

    @Override
    public void windowOpened(OpenWindow window, SessionName session) {
        lines.add(window.label() + " open");
    }

    @Override
    public void confirming(OpenWindow window, int repeats) {
        lines.add(window.label() + " is repeated " + repeats + " times");
    }

    @Override
    public void windowClosed(WindowReport report) {
        String confirmation = report.confirmation()
                .map(done -> ", repeated " + done.done() + " of " + done.asked()
                        + done.obstacle().map(why -> " (" + why + ")").orElse(""))
                .orElse("");
        lines.add(report.window().label() + " closed" + confirmation + list(report.findings()));
        notes = report.notes();
    }

    @Override
    public boolean watchesScenarios() {
        return watching;
    }

    @Override
    public void scenarioRuns(ScenarioProgress progress) {
        lines.add(progress.scenario() + " at " + progress.calls() + " of " + progress.planned());
    }

    @Override
    public void scenarioOver() {
        lines.add("over");
    }

    @Override
    public void scenarioDone(ScenarioReport report) {
        lines.add(report.name() + (report.stopped() ? " stopped" : " done") + " with "
                + report.curves().size() + " curve");
    }

    @Override
    public void expectationHeld(Item.Expect expect) {
        lines.add("held: " + expect.expectation());
    }

    @Override
    public void expectationFailed(Item.Expect expect, Mismatch mismatch) {
        lines.add("failed: " + expect.expectation() + ", found " + mismatch.found());
    }

    @Override
    public void backendLost(LossReport report) {
        lines.add("lost " + report.pid() + ": " + report.explanation().orElse(report.message())
                + report.statement().map(sql -> " in " + sql).orElse("")
                + report.windows().stream()
                        .map(window -> ", " + window.label() + " gone")
                        .collect(Collectors.joining()));
    }

    @Override
    public void reconnected(BackendFacts facts) {
        lines.add("reconnected to " + facts.pid());
    }

    @Override
    public void message(MessageKind kind, String text) {
        lines.add(kind + " " + text);
    }

    private CommandResult command(Item.Command command) {
        if (command.name().equals("q")) {
            return CommandResult.stop();
        }
        if (command.name().equals("ended")) {
            return CommandResult.ended();
        }
        lines.add("command " + command.name());
        return command.name().equals("nonsense") ? CommandResult.refused("no such command") : CommandResult.done();
    }

    private static String list(List<NumberedFinding> findings) {
        return findings.stream()
                .map(numbered -> ", [" + numbered.number() + "] "
                        + numbered.finding().severity() + " "
                        + numbered.finding().site().symbol().orElse("?") + " "
                        + numbered.finding().bytes() + " bytes x"
                        + numbered.finding().occurrences())
                .collect(Collectors.joining());
    }
}
