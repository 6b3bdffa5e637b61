package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.BackendListing;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The processes of a server as one table, for {@code \backends}. */
public final class BackendsTable {
    private static final List<StatementResult.Column> COLUMNS = List.of(
            new StatementResult.Column("pid", "integer", true),
            new StatementResult.Column("type", "text", false),
            new StatementResult.Column("database", "text", false),
            new StatementResult.Column("user", "text", false),
            new StatementResult.Column("state", "text", false),
            new StatementResult.Column("contexts", "text", true),
            new StatementResult.Column("resident", "text", true),
            new StatementResult.Column("query", "text", false));

    private static final int QUERY = COLUMNS.size() - 1;
    private static final int SHORTEST_QUERY = 20;

    /** What psql's tables put between two columns, and around them all. */
    private static final int BETWEEN = 3;

    private BackendsTable() {}

    /**
     * @param width of the screen in cells; queries are clipped to what the other columns leave, but for a few cells
     * @param expanded one line for each column, as after {@code \x}
     */
    public static void print(List<BackendListing> backends, int width, Glyphs glyphs, boolean expanded, TextSink sink) {
        List<List<Optional<String>>> rows = new ArrayList<>();
        for (BackendListing backend : backends) {
            rows.add(new ArrayList<>(List.of(
                    Optional.of(String.valueOf(backend.pid())),
                    Optional.of(backend.type()),
                    backend.database(),
                    backend.user(),
                    backend.state(),
                    size(backend.contextBytes()),
                    size(backend.residentBytes()),
                    backend.query().map(ServerText::clean))));
        }
        int room = Math.max(SHORTEST_QUERY, width - BETWEEN * COLUMNS.size() - widthBeforeQuery(rows));
        rows.forEach(row ->
                row.set(QUERY, row.get(QUERY).map(query -> CellWidth.clip(query, room, glyphs.ellipsis()))));
        ResultTable.print(new StatementResult.Rows(COLUMNS, List.copyOf(rows), "", 0, List.of()), expanded, sink);
    }

    private static int widthBeforeQuery(List<List<Optional<String>>> rows) {
        int width = 0;
        for (int column = 0; column < QUERY; column++) {
            int widest = COLUMNS.get(column).name().length();
            for (List<Optional<String>> row : rows) {
                widest = Math.max(widest, row.get(column).map(CellWidth::of).orElse(0));
            }
            width += widest;
        }
        return width;
    }

    private static Optional<String> size(OptionalLong bytes) {
        return bytes.isPresent() ? Optional.of(AmountWords.bytes(bytes.getAsLong())) : Optional.empty();
    }
}
