package dev.memcheck.run;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.script.Item;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;

/** A listener that ignores everything: a subclass overrides what it wants to know. */
public abstract class SilentListener implements RunListener {
    @Override
    public void connected(BackendFacts facts) {}

    @Override
    public void statementDone(StatementReport report) {}

    @Override
    public void windowOpened(OpenWindow window, SessionName session) {}

    @Override
    public void confirming(OpenWindow window, int repeats) {}

    @Override
    public void windowClosed(WindowReport report) {}

    @Override
    public void expectationHeld(Item.Expect expect) {}

    @Override
    public void expectationFailed(Item.Expect expect, Mismatch mismatch) {}

    @Override
    public void backendLost(LossReport report) {}

    @Override
    public void reconnected(BackendFacts facts) {}

    @Override
    public void message(MessageKind kind, String text) {}
}
