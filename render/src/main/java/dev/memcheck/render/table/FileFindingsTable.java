package dev.memcheck.render.table;

import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The findings of many files as one table: where each was, and the statement that was running. */
public final class FileFindingsTable {
    private static final int MOST_OF_STATEMENT = 50;

    private static final List<StatementResult.Column> COLUMNS = List.of(
            new StatementResult.Column("#", "integer", true),
            new StatementResult.Column("file", "text", false),
            new StatementResult.Column("severity", "text", false),
            new StatementResult.Column("check type", "text", false),
            new StatementResult.Column("context", "text", false),
            new StatementResult.Column("bytes", "bigint", true),
            new StatementResult.Column("site", "text", false),
            new StatementResult.Column("certainty", "text", false),
            new StatementResult.Column("statement", "text", false));

    private FileFindingsTable() {}

    public static void print(List<FileFinding> findings, Glyphs glyphs, TextSink sink) {
        List<List<Optional<String>>> rows = new ArrayList<>();
        for (FileFinding one : findings) {
            Finding finding = one.finding();
            rows.add(Stream.of(
                            String.valueOf(rows.size() + 1),
                            one.file(),
                            finding.severity().name(),
                            finding.checkType().label(),
                            FindingText.where(finding, glyphs),
                            String.valueOf(finding.bytes()),
                            FindingText.site(finding),
                            FindingText.certainty(finding),
                            shortened(finding.statement(), glyphs))
                    .map(Optional::of)
                    .toList());
        }
        ResultTable.print(new StatementResult.Rows(COLUMNS, rows, "", 0, List.of()), false, sink);
    }

    private static String shortened(String statement, Glyphs glyphs) {
        String line = statement.strip().replaceAll("\\s+", " ");
        return line.length() > MOST_OF_STATEMENT ? line.substring(0, MOST_OF_STATEMENT) + glyphs.ellipsis() : line;
    }
}
