package dev.memcheck.shell.out;

import dev.memcheck.render.table.ErrorText;
import dev.memcheck.render.table.ErrorVerbosity;
import dev.memcheck.render.table.ResultFormat;
import dev.memcheck.render.table.ShownContext;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.script.Variables;
import dev.memcheck.sql.SqlError;
import java.util.List;

/** What the user has switched on and off. Lives as long as the session and is changed by commands alone. */
public final class DisplaySettings {
    private static final String QUIET = "QUIET";

    private final Variables variables;
    private ResultFormat format = ResultFormat.standard();
    private boolean timing;

    /** @param variables of the session, one of which makes it quiet, as in psql */
    public DisplaySettings(Variables variables) {
        this.variables = variables;
    }

    /** Whether only results and verdicts are printed. */
    public boolean quiet() {
        return variables.isOn(QUIET);
    }

    /**
     * An error or notice of the server, with as much of it as is wanted.
     *
     * @param statement without the semicolon that ended it, which psql shows
     */
    List<StyledLine> words(SqlError error, String statement) {
        return ErrorText.lines(
                error,
                statement + ";",
                ErrorVerbosity.of(variables.getInTurn("VERBOSITY").orElse("")),
                ShownContext.of(variables.getInTurn("SHOW_CONTEXT").orElse("")));
    }

    /** Whether rows are printed one column to a line. */
    public boolean expanded() {
        return format.isExpanded();
    }

    /** How results are printed. */
    public ResultFormat format() {
        return format;
    }

    public void setFormat(ResultFormat value) {
        format = value;
    }

    /** Results of what runs meanwhile are printed so. */
    public void during(ResultFormat other, Runnable statement) {
        ResultFormat before = format;
        format = other;
        try {
            statement.run();
        } finally {
            format = before;
        }
    }

    /** Whether the time of each statement outside a window is printed; in a window it always is. */
    public boolean timing() {
        return timing;
    }

    public void setTiming(boolean value) {
        timing = value;
    }
}
