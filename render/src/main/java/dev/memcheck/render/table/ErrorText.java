package dev.memcheck.render.table;

import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.sql.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An error or notice of the server as psql prints it. */
public final class ErrorText {
    private static final Set<String> ERRORS = Set.of("ERROR", "FATAL", "PANIC");

    private ErrorText() {}

    /**
     * Severity and message, the place in the statement with a caret if the server gave one, then DETAIL, HINT and, for
     * errors only, CONTEXT.
     *
     * @param statement as it was sent, to which the position refers
     */
    public static List<StyledLine> lines(SqlError error, String statement) {
        boolean isError = ERRORS.contains(error.severity());
        List<StyledLine> lines = new ArrayList<>();
        add(lines, error.severity(), Optional.of(error.message()), style(error));
        if (error.position().isPresent()) {
            ErrorExcerpt excerpt = new ErrorExcerpt(statement, error.position().getAsInt());
            lines.add(StyledLine.plain(excerpt.text()));
            lines.add(StyledLine.of(excerpt.caret(), style(error)));
        }
        add(lines, "DETAIL", error.detail(), Style.PLAIN);
        add(lines, "HINT", error.hint(), Style.PLAIN);
        add(lines, "CONTEXT", isError ? error.context() : Optional.empty(), Style.PLAIN);
        return lines;
    }

    /** The same with all that the server told: the SQLSTATE, CONTEXT, which object it is about, where in the server it arose. */
    public static List<StyledLine> verbose(SqlError error, String statement) {
        SqlError coded = new SqlError(
                error.severity(),
                error.sqlState(),
                error.sqlState() + ": " + error.message(),
                error.detail(),
                error.hint(),
                error.context(),
                error.position());
        List<StyledLine> lines = lines(coded, statement);
        error.verbose().forEach(line -> lines.add(StyledLine.plain(ServerText.clean(line))));
        return lines;
    }

    private static Style style(SqlError error) {
        if (ERRORS.contains(error.severity())) {
            return Style.ERROR;
        }
        return error.severity().equals("WARNING") ? Style.WARNING : Style.HEADING;
    }

    private static void add(List<StyledLine> lines, String heading, Optional<String> text, Style style) {
        if (text.isEmpty()) {
            return;
        }
        boolean first = true;
        for (String line : ServerText.lines(text.get())) {
            lines.add(
                    first
                            ? StyledLine.builder()
                                    .add(heading + ":", style)
                                    .add("  " + line)
                                    .line()
                            : StyledLine.plain(line));
            first = false;
        }
    }
}
