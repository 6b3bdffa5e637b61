package dev.memcheck.backend.jdbc;

import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/** Takes what the server says of the result of a statement that is not run. */
final class Description extends ResultHandlerBase {
    private static final List<StatementResult.Column> COLUMNS = List.of(
            new StatementResult.Column("name", "text", false),
            new StatementResult.Column("type", "oid", true),
            new StatementResult.Column("modifier", "int4", true));

    private final List<SqlError> notices = new ArrayList<>();
    private final List<List<Optional<String>>> rows = new ArrayList<>();

    @Override
    public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        for (Field field : fields) {
            rows.add(List.of(
                    Optional.of(field.getColumnLabel()),
                    Optional.of(Integer.toUnsignedString(field.getOID())),
                    Optional.of(Integer.toString(field.getMod()))));
        }
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        notices.add(ServerErrors.of(warning));
    }

    List<SqlError> notices() {
        return notices;
    }

    StatementResult.Rows result(long durationMicros) {
        return new StatementResult.Rows(
                COLUMNS, List.copyOf(rows), "SELECT " + rows.size(), durationMicros, List.copyOf(notices));
    }
}
