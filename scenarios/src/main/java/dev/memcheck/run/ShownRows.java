package dev.memcheck.run;

import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Shows the rows of large results while they come, until the user cancels, and not in each turn of a repeat.
 *
 * @param cancelled whether the user wants no more of it
 */
record ShownRows(RunListener listener, BooleanSupplier cancelled, Supplier<Repetition> repetition) implements RowSink {
    @Override
    public void rows(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        Repetition turn = repetition.get();
        if ((turn.isFirst() || turn.isLast()) && !cancelled.getAsBoolean()) {
            listener.rowsCame(columns, rows, first);
        }
    }

    @Override
    public void earlier(StatementResult result) {
        Repetition turn = repetition.get();
        if (turn.isFirst() || turn.isLast()) {
            listener.earlierResult(result);
        }
    }

    @Override
    public void lines(List<String> lines) {
        Repetition turn = repetition.get();
        if ((turn.isFirst() || turn.isLast()) && !cancelled.getAsBoolean()) {
            listener.linesCame(lines);
        }
    }
}
