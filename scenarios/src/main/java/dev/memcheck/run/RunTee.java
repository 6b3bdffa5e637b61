package dev.memcheck.run;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.scenario.ScenarioProgress;
import dev.memcheck.script.Item;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells several listeners, in their order. */
public final class RunTee implements RunListener {
    private final List<RunListener> listeners;

    public RunTee(List<RunListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void connected(BackendFacts facts) {
        tell(listener -> listener.connected(facts));
    }

    @Override
    public void statementDone(StatementReport report) {
        tell(listener -> listener.statementDone(report));
    }

    @Override
    public void momentKept(Moment moment, SessionName session) {
        tell(listener -> listener.momentKept(moment, session));
    }

    @Override
    public void rowsCame(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        tell(listener -> listener.rowsCame(columns, rows, first));
    }

    @Override
    public void earlierResult(StatementResult result) {
        tell(listener -> listener.earlierResult(result));
    }

    @Override
    public void linesCame(List<String> lines) {
        tell(listener -> listener.linesCame(lines));
    }

    @Override
    public void windowOpened(OpenWindow window, SessionName session) {
        tell(listener -> listener.windowOpened(window, session));
    }

    @Override
    public void confirming(OpenWindow window, int repeats) {
        tell(listener -> listener.confirming(window, repeats));
    }

    @Override
    public void windowClosed(WindowReport report) {
        tell(listener -> listener.windowClosed(report));
    }

    @Override
    public boolean watchesScenarios() {
        return listeners.stream().anyMatch(RunListener::watchesScenarios);
    }

    @Override
    public void scenarioRuns(ScenarioProgress progress) {
        tell(listener -> listener.scenarioRuns(progress));
    }

    @Override
    public void scenarioOver() {
        tell(RunListener::scenarioOver);
    }

    @Override
    public void scenarioDone(ScenarioReport report) {
        tell(listener -> listener.scenarioDone(report));
    }

    @Override
    public void expectationHeld(Item.Expect expect) {
        tell(listener -> listener.expectationHeld(expect));
    }

    @Override
    public void expectationFailed(Item.Expect expect, Mismatch mismatch) {
        tell(listener -> listener.expectationFailed(expect, mismatch));
    }

    @Override
    public void backendLost(LossReport report) {
        tell(listener -> listener.backendLost(report));
    }

    @Override
    public void reconnected(BackendFacts facts) {
        tell(listener -> listener.reconnected(facts));
    }

    @Override
    public void notified(String sentence) {
        listeners.forEach(listener -> listener.notified(sentence));
    }

    @Override
    public void message(MessageKind kind, String text) {
        tell(listener -> listener.message(kind, text));
    }

    private void tell(Consumer<RunListener> what) {
        listeners.forEach(what);
    }
}
