package dev.memcheck.run;

import dev.memcheck.script.InlineData;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.StatementResult;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A statement that a command sends, as {@code SELECT 1 \g FILE}. Whatever the command does with the result, it is a statement
 * like any other: watched, judged and told.
 */
public interface SentStatement {
    /** As it would be sent. */
    String sql();

    /** The lines after it that it reads, if it is {@code COPY ... FROM STDIN}. */
    Optional<InlineData> data();

    /** Sends it. */
    StatementReport run();

    /** Sends it; the rows of a large result go to a sink in place of the listener. */
    StatementReport run(RowSink rows);

    /** Sends another one from the same place in the text. */
    StatementReport run(String sql);

    /**
     * Has the server describe its result, and runs nothing.
     *
     * @param named makes of the description, as {@code Backend.describe} gives it, what is told
     */
    StatementReport describe(UnaryOperator<StatementResult> named);

    /** Whether nothing more of the text is to run. */
    boolean isOver();
}
