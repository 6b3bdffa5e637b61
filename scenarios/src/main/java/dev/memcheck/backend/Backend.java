package dev.memcheck.backend;

import dev.memcheck.finding.Finding;
import dev.memcheck.scenario.ScenarioCall;
import dev.memcheck.scenario.ScenarioVerdict;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFacts;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;
import java.util.List;
import java.util.Optional;

/**
 * One PostgreSQL backend under test, pinned for the whole session. Used by one thread, but for {@link #cancel}.
 *
 * <p>Every method but {@link #facts}, {@link #cancel} and {@link #close} throws {@link BackendLostException} when the
 * backend has gone.
 */
public interface Backend extends AutoCloseable {
    /** What is known about the backend since it was connected. */
    BackendFacts facts();

    /** What does not fit together here, so that no window can be opened; empty if all does. */
    default Optional<VersionSkew> skew() {
        return Optional.empty();
    }

    /** Where the backend's transaction stands after the last statement. */
    TransactionState transactionState();

    /** Runs one SQL statement, without a trailing semicolon. An SQL error is a result, not an exception. */
    StatementResult execute(String sql);

    /** The same; the rows of a large result go to the sink as they come, and only the first ones are kept. */
    default StatementResult execute(String sql, RowSink sink) {
        return execute(sql);
    }

    /**
     * What the result of a statement would be, by the protocol's own request; the statement is not run. One row for each
     * column: its name, and the type's OID and modifier. Of what has no result there are no rows.
     */
    StatementResult describe(String sql);

    /** What other sessions, or this one, have told it by NOTIFY since the last call, each in psql's sentence. */
    default List<String> notifications() {
        return List.of();
    }

    /**
     * The context tree now; disturbs less than any SQL statement. Empty in a failed transaction, where the server
     * runs nothing.
     */
    Optional<Snapshot> snapshot();

    /**
     * What a snapshot says beside the tree. Costs the same however many contexts there are. Empty where {@link #snapshot}
     * is.
     */
    default Optional<SnapshotFacts> glance() {
        return snapshot().map(Snapshot::facts);
    }

    /**
     * The largest tree seen inside the last statement, where that was kept: in a window, and if {@link #snapshot} said so.
     * Empty otherwise.
     */
    Optional<Snapshot> peak();

    /** What is in the contexts now; none where that is not known. */
    default List<ContentPart> contents() {
        return List.of();
    }

    /**
     * Opens a window.
     *
     * @return the server's refusal, empty if the window is open
     */
    Optional<SqlError> beginWindow(WindowOptions options);

    /**
     * Judges what survived since the last judgement of the innermost window, at this boundary, and leaves it open.
     * Empty in a failed transaction; what survived there is judged next time.
     */
    List<Finding> judge();

    /**
     * What {@code memcheck_mode} has found in this backend outside windows, if it is on; with what windows found, which the
     * server keeps in the same place. Empty where it cannot be read.
     */
    default List<Finding> modeFindings() {
        return List.of();
    }

    /** Closes the innermost window and gives its verdict. */
    WindowVerdict endWindow();

    /**
     * Runs a stress scenario, which judges by itself. No window need be open.
     *
     * @return what it found and measured, or the server's refusal
     */
    ScenarioVerdict runScenario(ScenarioCall call);

    /**
     * SQL that gives another session of the server, or of a copy, the role and the settings of this one. Empty in a
     * failed transaction.
     */
    List<String> sessionState();

    /** Asks the server to cancel the running statement. Safe from any thread; does nothing if none runs. */
    void cancel();

    /**
     * Cuts the connection without a word to the server, so that whoever waits for its answer waits no longer. Safe from any
     * thread.
     */
    void abandon();

    /** Ends the connection. Raises nothing. */
    @Override
    void close();
}
