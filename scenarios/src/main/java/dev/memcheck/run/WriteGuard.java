package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.script.TransactionWord;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionState;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Keeps a person with SQL's habits from losing data in a window, which bare {@code begin} opens and which is no
 * transaction. Whether a statement writes only the server knows, since functions write, too: until the person has said
 * so, statements in such a window run with {@code default_transaction_read_only}, and what the server refuses for that is
 * asked about. It has written nothing then. One thread uses it.
 */
final class WriteGuard {
    private static final String READ_ONLY = "25006";
    private static final String NO_TRANSACTION = "25P01";
    private static final String SETTING = "default_transaction_read_only";
    private static final String BEGIN = "BEGIN TRANSACTION";
    private static final Set<String> CHANGE_SETTINGS = Set.of("SET", "RESET", "DISCARD ALL");

    private final StatementClock clock;
    private final Runnable halt;
    private final Set<Backend> guarded = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<OpenWindow> allowed = Collections.newSetFromMap(new IdentityHashMap<>());
    private Optional<WriteConsent> consent = Optional.empty();
    private boolean canAsk = true;

    /** @param halt leaves out what is to follow in the text */
    WriteGuard(StatementClock clock, Runnable halt) {
        this.clock = clock;
        this.halt = halt;
    }

    void asks(WriteConsent person) {
        consent = Optional.of(person);
    }

    /** Runs something while which nobody can answer. */
    void unasked(Runnable text) {
        boolean outer = canAsk;
        canAsk = false;
        try {
            text.run();
        } finally {
            canAsk = outer;
        }
    }

    /** Why a statement is not to run at all: in a window it ends a transaction that there is not. Empty if it may. */
    private static Optional<StatementResult> refusal(SessionState state, String sql) {
        if (!state.inWindow()
                || state.transaction() != TransactionState.IDLE
                || !TransactionWord.of(sql).needsTransaction()) {
            return Optional.empty();
        }
        String window = state.innermost().orElseThrow().label();
        String word = sql.strip().split("\\s+")[0];
        return Optional.of(new StatementResult.Failed(
                new SqlError(
                        "ERROR",
                        NO_TRANSACTION,
                        word + " without a transaction: " + window + " is open, and a window is not a transaction",
                        Optional.of("What ran in the window is kept already."),
                        Optional.of("BEGIN TRANSACTION begins a transaction, and end closes the window."),
                        Optional.empty(),
                        OptionalInt.empty()),
                0,
                List.of()));
    }

    /** Gets the backend ready for a statement, before anybody looks at it. */
    void prepare(WindowBook windows, Backend backend, String sql) {
        if (consent.isEmpty()) {
            return;
        }
        boolean wanted = unsure(windows.state()).isPresent() && TransactionWord.of(sql) != TransactionWord.OPENS;
        if (!wanted) {
            lift(backend);
        } else if (!guarded.contains(backend) && !isReadOnlyAnyway(backend)) {
            backend.execute("SET " + SETTING + " = on");
            guarded.add(backend);
        }
        // What ran for this is not to be taken for the statement's own traces.
        windows.transactionMoved(backend.transactionState());
    }

    /**
     * Runs a statement that {@link #prepare} was called for, and asks if need be.
     *
     * @param rows takes those of a large result
     */
    StatementResult execute(WindowBook windows, Backend backend, String sql, RowSink rows) {
        Optional<StatementResult> refusal = refusal(windows.state(), sql);
        if (refusal.isPresent()) {
            halt.run();
            return refusal.get();
        }
        StatementResult result = clock.execute(backend, sql, rows);
        if (!guarded.contains(backend)) {
            return result;
        }
        if (result instanceof StatementResult.Done done && CHANGE_SETTINGS.contains(done.tag())) {
            backend.execute("SET " + SETTING + " = on");
        }
        Optional<OpenWindow> window = unsure(windows.state());
        boolean writes = result instanceof StatementResult.Failed failed
                && failed.error().sqlState().equals(READ_ONLY);
        return writes && window.isPresent() ? ask(windows, window.get(), backend, sql, rows, result) : result;
    }

    /** Lets the backend write again. */
    void lift(Backend backend) {
        if (guarded.remove(backend)) {
            backend.execute("SET " + SETTING + " = off");
        }
    }

    private StatementResult ask(
            WindowBook windows, OpenWindow window, Backend backend, String sql, RowSink rows, StatementResult refused) {
        WriteConsent.Answer answer = canAsk
                ? consent.orElseThrow()
                        .ask("this writes, and " + window.label()
                                + " is no transaction: it is kept at once, and no ROLLBACK takes it back")
                : WriteConsent.Answer.NO;
        switch (answer) {
            case YES -> allowed.add(window);
            case TRANSACTION -> {
                lift(backend);
                StatementResult begun = backend.execute(BEGIN);
                if (begun instanceof StatementResult.Failed) {
                    return begun;
                }
                WindowStep.Ran step = new WindowStep.Ran(BEGIN, false, false, Optional.empty());
                windows.statementDone(step, figures -> {}, List.of());
            }
            case NO -> {
                return refused;
            }
        }
        lift(backend);
        return clock.execute(backend, sql, rows);
    }

    /** The window in which nobody has said yet that what is written may be kept. One with a name nobody takes for SQL's. */
    private Optional<OpenWindow> unsure(SessionState state) {
        if (state.transaction() != TransactionState.IDLE
                || consent.filter(WriteConsent::isWanted).isEmpty()) {
            return Optional.empty();
        }
        return state.windows().stream()
                .filter(window -> window.options().equals(WindowOptions.none()) && !allowed.contains(window))
                .findFirst();
    }

    /** Then the server refuses to write whatever we do, and there is nothing to ask. */
    private static boolean isReadOnlyAnyway(Backend backend) {
        return backend.execute("SHOW " + SETTING) instanceof StatementResult.Rows shown
                && shown.rows().equals(List.of(List.of(Optional.of("on"))));
    }
}
