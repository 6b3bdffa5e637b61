package dev.memcheck.run;

import dev.memcheck.script.InlineData;
import dev.memcheck.sql.CopyData;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has a statement read data that stand in the text.
 *
 * @param shown takes rows
 */
record InlineSink(RowSink shown, InlineData inline) implements RowSink {
    /** In each language of the server the first number is that of the line. */
    private static final Pattern PLACE = Pattern.compile("COPY [^\\n]*?, [^\\n,\\d]*(\\d+)");

    private static final int MOST_DIGITS = 9;

    @Override
    public void rows(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        shown.rows(columns, rows, first);
    }

    @Override
    public void earlier(StatementResult result) {
        shown.earlier(result);
    }

    @Override
    public void lines(List<String> lines) {
        shown.lines(lines);
    }

    @Override
    public Optional<CopyData> data() {
        return Optional.of(inline::open);
    }

    /** The same result; an error says where in the text the line stands that the server has counted. */
    StatementResult located(StatementResult result) {
        if (!(result instanceof StatementResult.Failed failed) || inline.typed().isPresent()) {
            return result;
        }
        SqlError error = failed.error();
        return new StatementResult.Failed(
                new SqlError(
                        error.severity(),
                        error.sqlState(),
                        error.message(),
                        error.detail(),
                        error.hint(),
                        error.context().map(this::located),
                        error.position(),
                        error.verbose(),
                        error.query()),
                failed.durationMicros(),
                failed.notices());
    }

    private String located(String context) {
        Matcher place = PLACE.matcher(context);
        return place.find() && place.group(1).length() <= MOST_DIGITS
                ? context + "\nThat line is " + inline.line(Integer.parseInt(place.group(1)))
                : context;
    }
}
