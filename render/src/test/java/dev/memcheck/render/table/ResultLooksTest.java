package dev.memcheck.render.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.Golden;
import dev.memcheck.render.table.ResultFormat.Expanded;
import dev.memcheck.render.table.ResultFormat.Kind;
import dev.memcheck.render.table.TableLook.Lines;
import dev.memcheck.sql.StatementResult.Column;
import dev.memcheck.sql.StatementResult.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The expected tables are what psql printed for {@code cases.sql}, byte for byte. */
class ResultLooksTest {
    private static final Rows ROWS = new Rows(
            List.of(
                    new Column("h|1\nx", "text", false),
                    new Column("n", "numeric", true),
                    new Column("empty", "text", false)),
            List.of(
                    List.of(Optional.of("one\ntwo"), Optional.of("1234567.5"), Optional.empty()),
                    List.of(Optional.of("a_much longer $text & more <b>"), Optional.of("2"), Optional.of("  \\x"))),
            "SELECT 2",
            0,
            List.of());

    private static final Pattern CASE =
            Pattern.compile("== (.*?) ?expanded=(on|off) format=(\\S+) border=(\\d) linestyle=(\\S+) columns=(\\d+)"
                    + " tuples_only=(on|off)");

    @Test
    void everyLookIsThatOfPsql() throws IOException {
        Path expected = Path.of("src/test/resources/dev/memcheck/render/table/ResultLooksTest/psql.txt");
        StringBuilder all = new StringBuilder();
        for (String line : Files.readAllLines(expected)) {
            Matcher settings = CASE.matcher(line);
            if (settings.matches()) {
                all.append(line).append('\n').append(printed(format(settings)));
            }
        }
        assertThat(all.toString().split("\n")).hasSizeGreaterThan(2000);
        Golden.check(getClass(), "psql", all.toString());
    }

    @Test
    void doubleLinesMeetSingleOnes() {
        TableLook.Doubled doubled = new TableLook.Doubled(true, false, true);
        ResultFormat format = ResultFormat.standard()
                .withBorder(2)
                .with(ResultFormat.standard().look().with(Lines.UNICODE).with(doubled));
        assertThat(printed(format).lines().limit(3))
                .containsExactly(
                        "╔════════════════════════════════╤═══════════╤═══════╗",
                        "║              h|1              ↵│     n     │ empty ║",
                        "║               x                │           │       ║");
        assertThat(printed(format)).contains("\n╠════════════════════════════════╪═══════════╪═══════╣\n");
    }

    @Test
    void whateverSeparatesRecordsALineEndsTheLast() {
        ResultFormat format = ResultFormat.standard().with(Kind.UNALIGNED).withRecordSeparator(";");
        assertThat(printed(format))
                .isEqualTo("h|1\nx|n|empty;one\ntwo|1234567.5|;a_much longer $text & more <b>|2|  \\x;(2 rows)\n");
    }

    private static ResultFormat format(Matcher settings) {
        TableLook look = TableLook.standard()
                .with(Lines.valueOf(constant(settings.group(5))))
                .withColumns(Integer.parseInt(settings.group(6)))
                .withTitle(Optional.of(settings.group(1)).filter(title -> !title.isEmpty()))
                .withAttributes(Optional.of("0.3 0.5"))
                .withNumericLocale(true);
        return ResultFormat.standard()
                .with(settings.group(2).equals("on") ? Expanded.ON : Expanded.OFF)
                .with(Kind.valueOf(constant(settings.group(3))))
                .withBorder(Integer.parseInt(settings.group(4)))
                .withTuplesOnly(settings.group(7).equals("on"))
                .with(look);
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String printed(ResultFormat format) {
        StringBuilder raw = new StringBuilder();
        String forPeople = Golden.plain(
                sink -> new ResultTable(format, sink, line -> raw.append(line).append('\n'), raw::append).print(ROWS));
        return forPeople + raw;
    }
}
