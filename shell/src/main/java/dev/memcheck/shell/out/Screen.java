package dev.memcheck.shell.out;

import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.render.text.Theme;
import dev.memcheck.render.text.ThemedSink;
import dev.memcheck.render.tree.InlineTree;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.sql.PlainLines;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** The one way to the user's eyes: styled lines for a terminal, a pipe or a file. */
public final class Screen {
    /** Where the terminal does not tell how wide it is. */
    private static final int WIDEST_FLEETING = 80;

    private final PrintWriter out;
    private final Theme theme;
    private final TextSink sink;
    private final TerminalSize size;
    private final boolean redraws;
    private final Loudness loudness;
    private final Optional<Pager> pager;
    private volatile boolean fleeting;

    /** @param redraws whether a line can be drawn over itself */
    public Screen(PrintWriter out, Theme theme, TerminalSize size, boolean redraws) {
        this(out, theme, size, redraws, Loudness.ALL, Optional.empty());
    }

    private Screen(
            PrintWriter out,
            Theme theme,
            TerminalSize size,
            boolean redraws,
            Loudness loudness,
            Optional<Pager> pager) {
        this.pager = pager;
        this.loudness = loudness;
        this.out = out;
        this.theme = theme;
        this.sink = new ThemedSink(out, theme);
        this.size = size;
        this.redraws = redraws;
    }

    /** A screen with the same theme that prints somewhere else and redraws no lines. */
    public Screen copyTo(PrintWriter elsewhere) {
        return new Screen(elsewhere, theme, size, false, loudness, Optional.empty());
    }

    /** The same screen, for a run of which so much is to be printed. */
    public Screen with(Loudness other) {
        return new Screen(out, theme, size, redraws, other, pager);
    }

    /** The same screen of somebody who has a pager. */
    public Screen with(Pager other) {
        return new Screen(out, theme, size, redraws, loudness, Optional.of(other));
    }

    /** The user's, where there is one. */
    Optional<Pager> pager() {
        return pager;
    }

    /** Height in lines. */
    public int rows() {
        return size.rows();
    }

    public Loudness loudness() {
        return loudness;
    }

    /** A screen without colors that prints somewhere else. */
    Screen plainTo(PrintWriter elsewhere) {
        return new Screen(elsewhere, Theme.plain(theme.glyphs()), size, false);
    }

    public Theme theme() {
        return theme;
    }

    public TextSink sink() {
        return sink;
    }

    /** Width in cells. */
    public int width() {
        return size.columns();
    }

    public void line(StyledLine line) {
        sink.line(line);
    }

    /** Whether {@link #fleeting} shows anything. */
    boolean redraws() {
        return redraws;
    }

    /** A line that the next one, or {@link #wipe}, replaces; nothing is printed where lines cannot be redrawn. */
    void fleeting(StyledLine line) {
        if (redraws) {
            out.print("\r\u001b[K");
            sink.line(line.clip(
                    Math.min(size.columns(), WIDEST_FLEETING) - 1,
                    theme.glyphs().ellipsis()));
            out.print("\u001b[A");
            out.flush();
            fleeting = true;
        }
    }

    /** Several such lines. */
    public void fleeting(List<StyledLine> lines) {
        if (redraws && !lines.isEmpty()) {
            out.print("\r\u001b[J");
            lines.forEach(line ->
                    sink.line(line.clip(size.columns() - 1, theme.glyphs().ellipsis())));
            out.print("\u001b[" + lines.size() + "A");
            out.flush();
            fleeting = true;
        }
    }

    /** Takes the fleeting lines away. */
    public void wipe() {
        if (fleeting) {
            out.print("\r\u001b[J");
            out.flush();
            fleeting = false;
        }
    }

    /**
     * The terminal has echoed Ctrl-C, wherever the cursor was: what follows begins a line of its own. A fleeting line takes
     * the echo away with it, and a pager has the screen to itself.
     */
    public void leaveEcho() {
        if (!fleeting && !pager.map(Pager::isOpen).orElse(false)) {
            out.println();
            out.flush();
        }
    }

    public void lines(List<StyledLine> lines) {
        sink.lines(lines);
    }

    /** Plain text, perhaps of several lines and perhaps of the server's. */
    public void say(String text) {
        say(text, Style.PLAIN);
    }

    public void say(String text, Style style) {
        ServerText.lines(text).forEach(line -> sink.line(StyledLine.of(line, style)));
    }

    /** Many such texts, of which most are a line that is printed as it is. */
    void tabbed(List<String> texts) {
        if (texts instanceof PlainLines lines) {
            if (out instanceof StandardOutput standard) {
                standard.ascii(lines.bytes());
            } else {
                out.print(lines.text());
            }
            return;
        }
        StringBuilder plain = new StringBuilder();
        for (String text : texts) {
            if (ServerText.isCleanBetweenTabs(text)) {
                plain.append(text).append('\n');
            } else {
                out.print(plain);
                plain.setLength(0);
                tabbed(text);
            }
        }
        out.print(plain);
    }

    /** Text of the server's that keeps its tabs and line ends. */
    void tabbed(String text) {
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            out.print(ServerText.cleanBetweenTabs(text.substring(from, end)) + "\n");
            from = end + 1;
        }
        out.print(ServerText.cleanBetweenTabs(text.substring(from)) + "\n");
    }

    /** The same where the line goes on. A zero byte is what the user has asked for. */
    void part(String text) {
        String[] lines = text.split("(?<=[\n\0])", -1);
        for (String line : lines) {
            boolean ends = line.endsWith("\n") || line.endsWith("\0");
            int end = line.length() - (ends ? 1 : 0);
            out.print(ServerText.cleanBetweenTabs(line.substring(0, end)) + line.substring(end));
        }
    }

    /** Something went wrong. */
    public void error(String text) {
        say("error: " + text, Style.ERROR);
    }

    /** A tree in at most half a screenful, so that the statement it belongs to stays in sight. */
    void tree(TreeRows rows) {
        int height = size.rows() == Integer.MAX_VALUE ? Integer.MAX_VALUE : Math.max(8, size.rows() / 2);
        lines(new InlineTree(theme.glyphs()).lines(rows, size.columns(), height));
    }

    /** A tree with all its rows, whether they scroll away or not. */
    public void wholeTree(TreeRows rows) {
        lines(new InlineTree(theme.glyphs()).lines(rows, size.columns(), Integer.MAX_VALUE));
    }

    /** What another screen of this look has printed. */
    public void printed(String text) {
        out.print(text);
    }

    public void flush() {
        out.flush();
    }
}
