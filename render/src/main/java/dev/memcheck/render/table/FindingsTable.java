package dev.memcheck.render.table;

import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.sql.StatementResult;
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
     * @param findings in the order of their numbers; where one is of another session than the default, each says of which
     * @param expanded one line for each column, as after {@code \x}
     */
    public static void print(List<NumberedFinding> findings, Glyphs glyphs, boolean expanded, TextSink sink) {
        boolean sessions =
                findings.stream().anyMatch(numbered -> !numbered.session().isDefault());
        List<List<Optional<String>>> rows = new ArrayList<>();
        for (NumberedFinding numbered : findings) {
            Finding finding = numbered.finding();
            List<Optional<String>> row = new ArrayList<>();
            Stream.of(
                            String.valueOf(numbered.number()),
                            finding.severity().name(),
                            finding.checkType().label(),
                            FindingText.where(finding, glyphs),
                            String.valueOf(finding.bytes()),
                            String.valueOf(finding.count()),
                            FindingText.site(finding),
                            FindingText.certainty(finding))
                    .map(Optional::of)
                    .forEach(row::add);
            if (sessions) {
                row.add(Optional.of(numbered.session().text()));
            }
            rows.add(row);
        }
        List<StatementResult.Column> columns = new ArrayList<>(COLUMNS);
        if (sessions) {
            columns.add(new StatementResult.Column("session", "text", false));
        }
        ResultTable.print(new StatementResult.Rows(columns, rows, "", 0, List.of()), expanded, sink);
    }
}
