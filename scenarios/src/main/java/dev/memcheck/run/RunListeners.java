package dev.memcheck.run;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.script.Item;
import dev.memcheck.session.OpenWindow;
import java.util.List;

/** Tells several listeners the same, in their order. */
public final class RunListeners implements RunListener {
    private final List<RunListener> listeners;

    private RunListeners(List<RunListener> listeners) {
        this.listeners = listeners;
    }

    public static RunListener of(RunListener... listeners) {
        return new RunListeners(List.of(listeners));
    }

    @Override
    public void connected(BackendFacts facts) {
        listeners.forEach(listener -> listener.connected(facts));
    }

    @Override
    public void statementDone(StatementReport report) {
        listeners.forEach(listener -> listener.statementDone(report));
    }

    @Override
    public void windowOpened(OpenWindow window) {
        listeners.forEach(listener -> listener.windowOpened(window));
    }

    @Override
    public void confirming(OpenWindow window, int repeats) {
        listeners.forEach(listener -> listener.confirming(window, repeats));
    }

    @Override
    public void windowClosed(WindowReport report) {
        listeners.forEach(listener -> listener.windowClosed(report));
    }

    @Override
    public void expectationHeld(Item.Expect expect) {
        listeners.forEach(listener -> listener.expectationHeld(expect));
    }

    @Override
    public void expectationFailed(Item.Expect expect, String found) {
        listeners.forEach(listener -> listener.expectationFailed(expect, found));
    }

    @Override
    public void backendLost(LossReport report) {
        listeners.forEach(listener -> listener.backendLost(report));
    }

    @Override
    public void reconnected(BackendFacts facts) {
        listeners.forEach(listener -> listener.reconnected(facts));
    }

    @Override
    public void message(MessageKind kind, String text) {
        listeners.forEach(listener -> listener.message(kind, text));
    }
}
