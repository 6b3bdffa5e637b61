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
        return lines(error, statement, ErrorVerbosity.DEFAULT, ShownContext.ERRORS);
    }

    /** The same with all that the server told: the SQLSTATE, CONTEXT, which object it is about, where in the server it arose. */
    public static List<StyledLine> verbose(SqlError error, String statement) {
        return lines(error, statement, ErrorVerbosity.VERBOSE, ShownContext.ERRORS);
    }

    /** As much as is wanted. */
    public static List<StyledLine> lines(
            SqlError error, String statement, ErrorVerbosity verbosity, ShownContext context) {
        List<StyledLine> lines = new ArrayList<>();
        String message = switch (verbosity) {
            case SQLSTATE -> error.sqlState();
            case VERBOSE -> error.sqlState() + ": " + error.message();
            case TERSE ->
                error.message()
                        + (error.position().isPresent()
                                ? " at character " + error.position().getAsInt()
                                : "");
            case DEFAULT -> error.message();
        };
        add(lines, error.severity(), Optional.of(message), style(error));
        if (verbosity == ErrorVerbosity.SQLSTATE || verbosity == ErrorVerbosity.TERSE) {
            return lines;
        }
        place(lines, error, error.query().orElse(statement));
        add(lines, "DETAIL", error.detail(), Style.PLAIN);
        add(lines, "HINT", error.hint(), Style.PLAIN);
        add(lines, "QUERY", error.query(), Style.PLAIN);
        boolean shown = switch (context) {
            case NEVER -> false;
            case ERRORS -> ERRORS.contains(error.severity());
            case ALWAYS -> true;
        };
        add(lines, "CONTEXT", shown ? error.context() : Optional.empty(), Style.PLAIN);
        if (verbosity == ErrorVerbosity.VERBOSE) {
            error.verbose().forEach(line -> lines.add(StyledLine.plain(ServerText.clean(line))));
        }
        return lines;
    }

    /** A position beyond the end is one of another text, as of what was prepared. */
    private static void place(List<StyledLine> lines, SqlError error, String text) {
        int position = error.position().orElse(0);
        if (position > 0 && position - 1 <= text.codePointCount(0, text.length())) {
            ErrorExcerpt excerpt = new ErrorExcerpt(text, position);
            lines.add(StyledLine.plain(excerpt.text()));
            lines.add(StyledLine.of(excerpt.caret(), style(error)));
        }
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
