package dev.memcheck.run;

import dev.memcheck.script.InlineData;
import dev.memcheck.script.Item;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.StatementResult;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A statement of the loop in the hands of a command.
 *
 * @param over whether nothing more of the text is to run
 */
record Sent(StatementRunner statements, ExpectationJudge expectations, BooleanSupplier over, Item.Sql item)
        implements SentStatement {
    @Override
    public String sql() {
        return item.text();
    }

    @Override
    public Optional<InlineData> data() {
        return item.data();
    }

    @Override
    public StatementReport run() {
        expectations.settle();
        return statements.sql(item);
    }

    @Override
    public StatementReport run(RowSink rows) {
        expectations.settle();
        return statements.sql(item.position(), sql(), rows);
    }

    @Override
    public StatementReport run(String sql) {
        expectations.settle();
        return statements.sql(item.position(), sql);
    }

    @Override
    public StatementReport describe(UnaryOperator<StatementResult> named) {
        return statements.describe(item.position(), sql(), named);
    }

    @Override
    public boolean isOver() {
        return over.getAsBoolean();
    }
}
