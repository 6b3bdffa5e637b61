package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The contexts of a snapshot that hold the most memory themselves, for {@code \top}. */
public final class TopTable {
    private static final List<StatementResult.Column> COLUMNS = List.of(
            new StatementResult.Column("total", "text", true),
            new StatementResult.Column("share", "text", true),
            new StatementResult.Column("used", "text", true),
            new StatementResult.Column("context", "text", false),
            new StatementResult.Column("ident", "text", false));

    private static final int LONGEST_IDENT = 40;

    private TopTable() {}

    /**
     * @param count how many contexts at most
     * @param expanded one line for each column, as after {@code \x}
     */
    public static void print(Snapshot snapshot, int count, Glyphs glyphs, boolean expanded, TextSink sink) {
        long total =
                snapshot.nodes().stream().mapToLong(ContextNode::totalBytes).sum();
        List<ContextNode> largest = snapshot.nodes().stream()
                .filter(node -> !node.observer())
                .sorted(Comparator.comparingLong(ContextNode::totalBytes).reversed())
                .limit(count)
                .toList();
        List<List<Optional<String>>> rows = new ArrayList<>();
        for (ContextNode node : largest) {
            rows.add(Stream.of(
                            AmountWords.bytes(node.totalBytes()),
                            String.format(Locale.ROOT, "%.1f %%", 100.0 * node.totalBytes() / total),
                            AmountWords.bytes(node.usedBytes()),
                            String.join(glyphs.into(), snapshot.path(node.key())),
                            CellWidth.clip(ServerText.clean(node.ident()), LONGEST_IDENT, glyphs.ellipsis()))
                    .map(Optional::of)
                    .toList());
        }
        ResultTable.print(new StatementResult.Rows(COLUMNS, rows, "", 0, List.of()), expanded, sink);
    }
}
