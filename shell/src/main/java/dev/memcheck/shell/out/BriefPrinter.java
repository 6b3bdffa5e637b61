package dev.memcheck.shell.out;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.run.LossReport;
import dev.memcheck.run.MessageKind;
import dev.memcheck.run.Mismatch;
import dev.memcheck.run.RunListener;
import dev.memcheck.run.StatementReport;
import dev.memcheck.run.WindowReport;
import dev.memcheck.script.Item;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prints of a run what somebody must know of it who does not follow it: expectations that do not hold, what was not looked
 * at, and errors. What a failed run ends with comes from who runs it.
 */
public final class BriefPrinter implements RunListener {
    private final RunPrinter whole;
    private final List<LossReport> losses = new ArrayList<>();

    /** @param whole prints what is printed of it */
    public BriefPrinter(RunPrinter whole) {
        this.whole = whole;
    }

    /** Prints how backends were lost. Only the end of a run tells whether an expectation was about it. */
    public void printLosses() {
        losses.forEach(whole::backendLost);
        losses.clear();
    }

    @Override
    public void connected(BackendFacts facts) {
        whole.connected(facts);
    }

    /** What it is not to report stands with its verdict. */
    @Override
    public void windowOpened(OpenWindow window, SessionName session) {}

    @Override
    public void windowClosed(WindowReport report) {
        whole.printNotes(report);
    }

    @Override
    public void expectationFailed(Item.Expect expect, Mismatch mismatch) {
        whole.expectationFailed(expect, mismatch);
    }

    @Override
    public void backendLost(LossReport report) {
        losses.add(report);
    }

    @Override
    public void message(MessageKind kind, String text) {
        if (kind != MessageKind.PROGRESS) {
            whole.message(kind, text);
        }
    }

    /** Its error is among the failures if no expectation is about it. */
    @Override
    public void statementDone(StatementReport report) {
        whole.printElsewhere(report);
    }

    @Override
    public void rowsCame(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        if (whole.sendsElsewhere()) {
            whole.rowsCame(columns, rows, first);
        }
    }

    @Override
    public void earlierResult(StatementResult result) {
        if (whole.sendsElsewhere()) {
            whole.earlierResult(result);
        }
    }

    @Override
    public void linesCame(List<String> lines) {
        if (whole.sendsElsewhere()) {
            whole.linesCame(lines);
        }
    }

    @Override
    public void confirming(OpenWindow window, int repeats) {}

    @Override
    public void expectationHeld(Item.Expect expect) {}

    @Override
    public void reconnected(BackendFacts facts) {}
}
