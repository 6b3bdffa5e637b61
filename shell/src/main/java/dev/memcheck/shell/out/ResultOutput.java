package dev.memcheck.shell.out;

import dev.memcheck.render.table.ResultTable;
import dev.memcheck.sql.StatementResult;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Prints results: on the screen, or where a command has sent them. What memcheck says of a statement is not its business. */
public final class ResultOutput {
    private final Screen screen;
    private final DisplaySettings display;
    private final Screen nowhere;

    /** That of one statement. */
    private Optional<ResultDestination> once = Optional.empty();

    private boolean hidden;

    /** How many rows of the latest large result were printed. */
    private long rowsShown;

    public ResultOutput(Screen screen, DisplaySettings display) {
        this.screen = screen;
        this.display = display;
        this.nowhere = screen.copyTo(new PrintWriter(Writer.nullWriter()));
    }

    /**
     * Sends the result of what runs meanwhile there.
     *
     * @return what went wrong there
     */
    public Optional<String> to(ResultDestination destination, Runnable statement) {
        once = Optional.of(destination);
        try {
            statement.run();
        } finally {
            once = Optional.empty();
        }
        return destination.close();
    }

    /** Rows of what runs meanwhile are printed nowhere; a command has another use for them. */
    public <T> T hiding(Supplier<T> statement) {
        hidden = true;
        try {
            return statement.get();
        } finally {
            hidden = false;
        }
    }

    /** Where results are printed now. */
    private Screen current() {
        return once.map(destination -> screen.plainTo(destination.out())).orElse(screen);
    }

    private Screen ofRows() {
        return hidden ? nowhere : current();
    }

    void part(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        Screen target = ofRows();
        ResultTable.printPart(columns, rows, first, display.expanded(), target.sink());
        rowsShown = first + rows.size() - 1;
        target.flush();
    }

    void print(StatementResult.Rows rows) {
        Screen target = ofRows();
        if (rows.isLarge()) {
            ResultTable.printEnd(rows, rowsShown, display.expanded(), target.sink());
        } else {
            ResultTable.print(rows, display.expanded(), target.sink());
        }
    }

    void tag(String tag) {
        current().say(tag);
    }

    /** The end of a COPY: as in psql, how many rows there were is said only where they are not seen. */
    void copied(StatementResult.Copied copied) {
        if (!copied.isLarge()) {
            lines(copied.lines());
        }
        if (once.isPresent() && !display.quiet()) {
            screen.say("COPY " + copied.rows());
        }
    }

    /** Lines of a COPY; elsewhere than on a screen they are what the server sent. */
    void lines(List<String> lines) {
        if (once.isPresent()) {
            lines.forEach(line -> once.get().out().append(line).append('\n'));
        } else {
            lines.forEach(screen::tabbed);
            screen.flush();
        }
    }
}
