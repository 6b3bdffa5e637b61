package dev.memcheck.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postgresql.core.Encoding;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/**
 * Takes what the server sends for one statement straight from the driver's protocol layer. The driver's
 * {@code ResultSet} would drop the command tag, and looks up types in the catalog of the very backend that is observed.
 */
final class ResultCollector extends ResultHandlerBase {
    private static final int XID = 28;
    private static final int CID = 29;
    private static final int XID8 = 5069;
    /** How the driver's names of array types end. */
    private static final String ARRAY = "_array";

    /** The types that psql aligns to the right. */
    private static final Set<Integer> RIGHT_ALIGNED = Set.of(
            Oid.INT2, Oid.INT4, Oid.INT8, Oid.FLOAT4, Oid.FLOAT8, Oid.NUMERIC, Oid.OID, Oid.MONEY, XID, XID8, CID);

    private final Encoding encoding;
    private final List<SqlError> notices = new ArrayList<>();
    private Optional<List<StatementResult.Column>> columns = Optional.empty();
    private List<List<Optional<String>>> rows = List.of();
    private String tag = "";

    /** @param encoding the client encoding in which the server sends its text */
    ResultCollector(Encoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        columns = Optional.of(Arrays.stream(fields).map(ResultCollector::column).toList());
        rows = tuples.stream().map(this::row).toList();
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
        // "EMPTY" is the driver's word for a statement of white space and comments; the server has no tag for it.
        tag = status.equals("EMPTY") ? "" : status;
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        notices.add(ServerErrors.of(warning));
    }

    List<SqlError> notices() {
        return notices;
    }

    StatementResult result(long durationMicros) {
        if (columns.isPresent()) {
            return new StatementResult.Rows(columns.get(), rows, tag, durationMicros, List.copyOf(notices));
        }
        return new StatementResult.Done(tag, durationMicros, List.copyOf(notices));
    }

    private static StatementResult.Column column(Field field) {
        int oid = field.getOID();
        return new StatementResult.Column(field.getColumnLabel(), typeName(oid), RIGHT_ALIGNED.contains(oid));
    }

    /** The driver's own list of built-in types; a look-up would go to the catalog. */
    private static String typeName(int oid) {
        String name = Oid.toString(oid);
        if (name.startsWith("<")) {
            return "oid " + Integer.toUnsignedString(oid);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(ARRAY) ? lower.substring(0, lower.length() - ARRAY.length()) + "[]" : lower;
    }

    private List<Optional<String>> row(Tuple tuple) {
        List<Optional<String>> cells = new ArrayList<>(tuple.fieldCount());
        for (int i = 0; i < tuple.fieldCount(); i++) {
            cells.add(Optional.ofNullable(tuple.get(i)).map(this::text));
        }
        return cells;
    }

    private String text(byte[] bytes) {
        try {
            return encoding.decode(bytes);
        } catch (IOException notInThatEncoding) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
