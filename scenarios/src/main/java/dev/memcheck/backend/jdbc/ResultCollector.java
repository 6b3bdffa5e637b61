package dev.memcheck.backend.jdbc;

import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
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
final class ResultCollector extends ResultHandlerBase implements RowTap.Rows {
    private static final int XID = 28;
    private static final int CID = 29;
    private static final int XID8 = 5069;
    /** How the driver's names of array types end. */
    private static final String ARRAY = "_array";

    /** The types that psql aligns to the right. */
    private static final Set<Integer> RIGHT_ALIGNED = Set.of(
            Oid.INT2, Oid.INT4, Oid.INT8, Oid.FLOAT4, Oid.FLOAT8, Oid.NUMERIC, Oid.OID, Oid.MONEY, XID, XID8, CID);

    private static final int BATCH_ROWS = 1000;
    private static final int BATCH_CHARS = 1 << 20;

    private final Encoding encoding;
    private final List<SqlError> notices = new ArrayList<>();
    private Optional<List<StatementResult.Column>> columns = Optional.empty();
    private final RowSink sink;
    private List<StatementResult.Column> tapped = new ArrayList<>();

    /** The first rows, which are kept; the others go as they come. */
    private List<List<Optional<String>>> kept = List.of();

    private List<List<Optional<String>>> batch = new ArrayList<>();
    private long batchChars;
    private long count;
    private String tag = "";

    /** Whether the result is whole: what comes then belongs to the next of several. */
    private boolean whole;

    /** Notices since then, which are the next one's if there is a next one. */
    private final List<SqlError> between = new ArrayList<>();

    /**
     * @param encoding the client encoding in which the server sends its text
     * @param sink takes the rows of a large result
     */
    ResultCollector(Encoding encoding, RowSink sink) {
        this.encoding = encoding;
        this.sink = sink;
    }

    @Override
    public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        goOn();
        columns = Optional.of(Arrays.stream(fields)
                .map(field -> column(field.getColumnLabel(), field.getOID()))
                .toList());
        tuples.forEach(tuple -> add(row(tuple)));
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
        goOn();
        whole = true;
        // "EMPTY" is the driver's word for a statement of white space and comments; the server has no tag for it.
        tag = status.equals("EMPTY") ? "" : status;
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        (whole ? between : notices).add(ServerErrors.of(warning));
    }

    /** What came before an error and belongs to no result. */
    List<SqlError> notices() {
        goOn();
        return notices;
    }

    /** Statements that were sent together have a result each. */
    private void goOn() {
        if (!whole) {
            return;
        }
        List<SqlError> next = List.copyOf(between);
        between.clear();
        sink.earlier(result(0));
        whole = false;
        notices.clear();
        notices.addAll(next);
        columns = Optional.empty();
        kept = List.of();
        batch = new ArrayList<>();
        batchChars = 0;
        count = 0;
        tag = "";
    }

    StatementResult result(long durationMicros) {
        notices.addAll(between);
        between.clear();
        if (columns.isPresent()) {
            if (kept.isEmpty()) {
                kept = batch;
            } else {
                pass();
            }
            return new StatementResult.Rows(
                    columns.get(), List.copyOf(kept), tag, durationMicros, List.copyOf(notices), count);
        }
        return new StatementResult.Done(tag, durationMicros, List.copyOf(notices));
    }

    @Override
    public void column(byte[] name, int type, boolean first) {
        if (first) {
            goOn();
            tapped = new ArrayList<>();
            columns = Optional.of(tapped);
        }
        tapped.add(column(text(name), type));
    }

    @Override
    public void row(byte[][] cells) {
        List<Optional<String>> row = new ArrayList<>(cells.length);
        for (byte[] cell : cells) {
            row.add(cell == null ? Optional.empty() : Optional.of(text(cell)));
        }
        add(row);
    }

    @Override
    public void copied(byte[] data, int offset, int length) {
        throw new IllegalStateException("COPY is run in another way");
    }

    private void add(List<Optional<String>> row) {
        if (batch.size() >= BATCH_ROWS || batchChars >= BATCH_CHARS) {
            pass();
        }
        batch.add(row);
        count++;
        for (Optional<String> cell : row) {
            batchChars += cell.orElse("").length();
        }
    }

    private void pass() {
        sink.rows(columns.orElseThrow(), batch, count - batch.size() + 1);
        if (kept.isEmpty()) {
            kept = batch;
        }
        batch = new ArrayList<>();
        batchChars = 0;
    }

    private static StatementResult.Column column(String name, int oid) {
        return new StatementResult.Column(name, typeName(oid), RIGHT_ALIGNED.contains(oid));
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
