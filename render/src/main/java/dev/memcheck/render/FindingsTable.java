package dev.memcheck.render;

import dev.memcheck.backend.StatementResult;
import dev.memcheck.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All findings of a session as one table, for {@code \findings}. */
public final class FindingsTable {
    private static final List<StatementResult.Column> COLUMNS = List.of(
            new StatementResult.Column("#", "integer", true),
            new StatementResult.Column("severity", "text", false),
            new StatementResult.Column("check type", "text", false),
            new StatementResult.Column("context", "text", false),
            new StatementResult.Column("bytes", "bigint", true),
            new StatementResult.Column("count", "bigint", true),
            new StatementResult.Column("site", "text", false),
            new StatementResult.Column("certainty", "text", false));

    private FindingsTable() {}

    /**
     * @param findings numbered from 1 in this order
     * @param expanded one line for each column, as after {@code \x}
     */
    public static void print(List<Finding> findings, Glyphs glyphs, boolean expanded, TextSink sink) {
        List<List<Optional<String>>> rows = new ArrayList<>();
        for (Finding finding : findings) {
            rows.add(Stream.of(
                            String.valueOf(rows.size() + 1),
                            finding.severity().name(),
                            finding.checkType().label(),
                            FindingText.where(finding, glyphs),
                            String.valueOf(finding.bytes()),
                            String.valueOf(finding.count()),
                            FindingText.site(finding),
                            FindingText.certainty(finding))
                    .map(Optional::of)
                    .toList());
        }
        ResultTable.print(new StatementResult.Rows(COLUMNS, rows, "", 0, List.of()), expanded, sink);
    }
}
