package dev.memcheck.run;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.scenario.ScenarioProgress;
import dev.memcheck.script.Item;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;

/** The one output seam: everything the loop has to tell, as it happens, on the loop's thread. */
public interface RunListener {
    /** The first backend of the session is there. */
    void connected(BackendFacts facts);

    /** A statement has run. */
    void statementDone(StatementReport report);

    /** A statement has run whose snapshots were seen; comes after {@link #statementDone}. Few want that much. */
    default void momentKept(Moment moment, SessionName session) {}

    /** A window is open in a session. */
    void windowOpened(OpenWindow window, SessionName session);

    /** A window has findings that one sighting cannot settle and is about to be repeated. */
    void confirming(OpenWindow window, int repeats);

    /** A window is closed and, where that was asked for, repeated. */
    void windowClosed(WindowReport report);

    /** Whether somebody looks while a scenario runs: without, nobody asks the server how far it is. */
    default boolean watchesScenarios() {
        return false;
    }

    /** A scenario is running; told again and again to who watches. */
    default void scenarioRuns(ScenarioProgress progress) {}

    /** The scenario that was watched runs no more. */
    default void scenarioOver() {}

    /** A scenario has run; its verdict was told as a window's. */
    default void scenarioDone(ScenarioReport report) {}

    /** An expectation held. */
    void expectationHeld(Item.Expect expect);

    /** An expectation did not hold. */
    void expectationFailed(Item.Expect expect, Mismatch mismatch);

    /** The backend has gone. */
    void backendLost(LossReport report);

    /** A new backend has taken the place of one that has gone. */
    void reconnected(BackendFacts facts);

    /** Somebody has sent a NOTIFY to the session; comes after {@link #statementDone}. */
    default void notified(String sentence) {}

    /** A line to the user. */
    void message(MessageKind kind, String text);

    /**
     * Rows of a large result, while its statement runs; those of a small one come with {@link #statementDone}.
     *
     * @param first number of the first of these rows in the result, from 1
     */
    default void rowsCame(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {}

    /** The result of a statement that was sent together with others; that of the last comes with {@link #statementDone}. */
    default void earlierResult(StatementResult result) {}

    /** Lines of a large {@code COPY ... TO STDOUT}, while it runs. */
    default void linesCame(List<String> lines) {}
}
