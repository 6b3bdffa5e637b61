package dev.memcheck.shell.out;

import dev.memcheck.render.table.ResultFormat;
import dev.memcheck.render.table.ResultTable;
import dev.memcheck.sql.FirstWord;
import dev.memcheck.sql.StatementResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Prints results: on the screen, or where a command has sent them. What memcheck says of a statement is not its business. */
public final class ResultOutput implements AutoCloseable {
    private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge");

    private final Screen screen;
    private final DisplaySettings display;

    /** The screen, unless little of a run is printed. */
    private final Screen shown;

    /** That of all statements. */
    private Optional<ResultDestination> lasting = Optional.empty();

    /** That of one statement. */
    private Optional<ResultDestination> once = Optional.empty();

    private boolean hidden;
    private boolean silent;

    /** What a pager is to show, or shows. */
    private Optional<Screen> paged = Optional.empty();

    /** How many rows of the latest large result were printed, and how. */
    private long rowsShown;

    private ResultFormat formatShown = ResultFormat.standard();

    public ResultOutput(Screen screen, DisplaySettings display) {
        this.screen = screen;
        this.display = display;
        this.shown = screen.loudness() == Loudness.ALL ? screen : screen.copyTo(new PrintWriter(Writer.nullWriter()));
    }

    /**
     * Sends all results there from now on; empty means the screen.
     *
     * @return what went wrong: there, or where they went before
     */
    public Optional<String> to(Optional<ResultDestination> destination) {
        Optional<String> before = lasting.flatMap(ResultDestination::close);
        lasting = Optional.empty();
        Optional<String> problem = destination.flatMap(ResultDestination::open);
        if (problem.isEmpty()) {
            lasting = destination;
        }
        return before.or(() -> problem);
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

    /** The results of earlier statements that were sent together with such a one are printed, as in psql. */
    void showing(Runnable earlier) {
        boolean before = hidden;
        hidden = false;
        try {
            earlier.run();
        } finally {
            hidden = before;
        }
    }

    /** Nor is it said of what runs meanwhile that it was done. */
    public void silencing(Runnable statement) {
        silent = true;
        try {
            statement.run();
        } finally {
            silent = false;
        }
    }

    /** Whether a command has sent them elsewhere than to the screen. */
    boolean isElsewhere() {
        return elsewhere().isPresent();
    }

    /** Where results are printed now. */
    public Screen screen() {
        return elsewhere()
                .map(destination -> screen.plainTo(destination.out()))
                .or(() -> paged)
                .orElse(shown);
    }

    /** What this prints on {@link #screen} is shown in the user's pager if it is long. */
    public <T> T paged(Supplier<T> what) {
        Optional<Pager> pager = pager();
        if (pager.isEmpty() || isElsewhere() || paged.isPresent()) {
            return what.get();
        }
        StringWriter text = new StringWriter();
        PrintWriter collected = new PrintWriter(text);
        paged = Optional.of(screen.copyTo(collected));
        try {
            return what.get();
        } finally {
            paged = Optional.empty();
            collected.flush();
            page(text.toString(), pager.get());
        }
    }

    /** The same for what is for people alone, and printed nowhere else whatever results are. */
    public void pagedHere(Consumer<Screen> what) {
        Optional<Pager> pager = pager();
        if (pager.isEmpty()) {
            what.accept(screen);
            return;
        }
        StringWriter text = new StringWriter();
        PrintWriter collected = new PrintWriter(text);
        try {
            what.accept(screen.copyTo(collected));
        } finally {
            collected.flush();
            page(text.toString(), pager.get());
        }
    }

    private void page(String text, Pager pager) {
        screen.flush();
        boolean wanted = !text.isEmpty()
                && display.format().pages(Pager.lines(text, screen.width(), screen.rows()), screen.rows());
        if (!wanted || !pager.show(text)) {
            screen.printed(text);
            screen.flush();
        }
    }

    private Optional<Pager> pager() {
        return shown == screen && display.format().pager() != ResultFormat.Paging.OFF
                ? screen.pager()
                : Optional.empty();
    }

    private Optional<ResultDestination> elsewhere() {
        return once.or(() -> lasting);
    }

    private ResultTable table(ResultFormat format) {
        if (hidden) {
            return new ResultTable(format, line -> {}, line -> {}, line -> {});
        }
        return new ResultTable(format, screen().sink(), raw(), part());
    }

    /** What the settings mean for rows like these. */
    private ResultFormat format(StatementResult.Rows rows) {
        ResultFormat format = display.format();
        int columns = format.look().columns();
        if (columns == 0 && elsewhere().isEmpty() && screen.rows() != Integer.MAX_VALUE) {
            columns = screen.width();
            format = format.with(format.look().withColumns(columns));
        }
        if (format.expanded() != ResultFormat.Expanded.AUTO) {
            return format;
        }
        boolean wide = columns > 0 && ResultTable.width(rows, format) > columns;
        return format.with(wide ? ResultFormat.Expanded.ON : ResultFormat.Expanded.OFF);
    }

    void part(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        if (first == 1) {
            formatShown = format(new StatementResult.Rows(columns, rows, "", 0, List.of()));
            beginPaging();
        }
        table(formatShown).printPart(columns, rows, first);
        rowsShown = first + rows.size() - 1;
        flush();
    }

    void print(StatementResult.Rows rows) {
        if (rows.isLarge()) {
            table(formatShown).printEnd(rows, rowsShown);
            endPaging();
        } else {
            paged(() -> {
                table(format(rows)).print(rows);
                return rows;
            });
        }
        // As in psql: rows do not say what else was done.
        if (!hidden && !display.quiet() && CHANGES.contains(FirstWord.of(rows.tag()))) {
            tag(rows.tag());
        }
        flush();
    }

    /** Prints what a command has made of a result. */
    public void show(StatementResult.Rows rows) {
        print(rows);
    }

    /** A large result is longer than any screen. */
    private void beginPaging() {
        if (!isElsewhere() && !hidden) {
            screen.flush();
            paged = pager().flatMap(Pager::open).map(screen::copyTo);
        }
    }

    /** No more of a large result comes: the user reads it to the end. */
    void endPaging() {
        if (paged.isPresent()) {
            paged.get().flush();
            paged = Optional.empty();
            screen.pager().ifPresent(Pager::close);
        }
    }

    void tag(String tag) {
        if (silent) {
            return;
        }
        boolean html = display.format().kind() == ResultFormat.Kind.HTML;
        screen().say(html ? "<p>" + tag + "</p>" : tag);
        flush();
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
        if (isElsewhere()) {
            lines.forEach(raw());
        } else {
            screen().tabbed(lines);
        }
        flush();
    }

    /** Takes lines as the server sent them. */
    private Consumer<String> raw() {
        return elsewhere()
                .map(ResultDestination::out)
                .<Consumer<String>>map(out -> line -> out.append(line).append('\n'))
                .orElseGet(() -> screen()::tabbed);
    }

    /** Takes what is part of a line. */
    private Consumer<String> part() {
        return elsewhere()
                .map(ResultDestination::out)
                .<Consumer<String>>map(out -> out::append)
                .orElseGet(() -> screen()::part);
    }

    private void flush() {
        if (lasting.isPresent() && once.isEmpty()) {
            lasting.get().out().flush();
        } else if (once.isEmpty()) {
            screen.flush();
        }
    }

    @Override
    public void close() {
        to(Optional.empty());
    }
}
