package dev.memcheck.shell.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.Theme;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.render.view.ViewInput.Key;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FullScreenTest {
    private static final PrintWriter NOWHERE = new PrintWriter(OutputStream.nullOutputStream());
    private static final String WIDE = "\u65e5\u672c e\u0301 \ud83d\ude00 \ud835\udd6c|";

    private EmulatedTerminal emulated;

    @BeforeEach
    void open() throws IOException {
        emulated = new EmulatedTerminal(80, 24);
    }

    @AfterEach
    void close() throws IOException {
        emulated.close();
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 60"})
    void aPictureFillsTheScreen(int columns, int rows) throws Exception {
        emulated.resize(columns, rows);
        Thread thread = show(new RulerView());

        awaitFilled(columns, rows);
        leave(thread);
    }

    @Test
    void aResizeInEitherDirectionIsDrawnAnew() throws Exception {
        Thread thread = show(new RulerView());
        emulated.await("row 23");
        emulated.resize(200, 60);
        awaitFilled(200, 60);
        emulated.resize(40, 10);
        awaitFilled(40, 10);
        leave(thread);
    }

    @Test
    void theTerminalIsGivenBackAsItWas() throws Exception {
        Terminal terminal = emulated.terminal();
        AtomicBoolean winch = new AtomicBoolean();
        terminal.handle(Terminal.Signal.WINCH, signal -> winch.set(true));
        Attributes before = terminal.getAttributes();
        terminal.writer().print("before\r\n");
        Thread thread = show(new RulerView());
        emulated.await("row 23");
        // Ctrl-Z is the one key that sends a signal.
        assertThat(terminal.getAttributes().getLocalFlag(LocalFlag.ISIG)).isTrue();
        assertThat(terminal.getAttributes().getControlChar(ControlChar.VINTR)).isZero();

        leave(thread);

        assertThat(terminal.getAttributes().getLocalFlags()).isEqualTo(before.getLocalFlags());
        assertThat(terminal.getAttributes().getInputFlags()).isEqualTo(before.getInputFlags());
        terminal.raise(Terminal.Signal.WINCH);
        assertThat(winch).isTrue();
        assertThat(emulated.lines().get(0)).isEqualTo("before");
        assertThat(emulated.written().indexOf("\u001b[?1006l"))
                .isLessThan(emulated.written().lastIndexOf("\u001b[2J"));
        assertThat(emulated.written().lastIndexOf("\u001b[2J"))
                .as("cleared before it is left")
                .isLessThan(emulated.written().lastIndexOf("\u001b[?1049l"));
    }

    @Test
    void whatIsTypedAfterTheKeyThatLeavesIsStillThere() throws Exception {
        Thread thread = show(new RulerView());
        emulated.await("row 23");
        emulated.type("jqSELECT 1;");
        thread.join();

        StringBuilder rest = new StringBuilder();
        while (rest.length() < "SELECT 1;".length()) {
            rest.append((char) emulated.terminal().reader().read(1000));
        }
        assertThat(rest).hasToString("SELECT 1;");
    }

    @Test
    void controlCIsAKey() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        emulated.terminal().handle(Terminal.Signal.INT, signal -> interrupted.set(true));
        RulerView view = new RulerView();
        Thread thread = show(view);
        emulated.await("row 23");
        emulated.type("\u0003");
        leave(thread);

        assertThat(view.handled()).containsExactly(Key.of(Code.INTERRUPT), Key.of('q'));
        assertThat(interrupted).isFalse();
    }

    @Test
    void aPasteIsTypedWhereThereIsACaret() throws Exception {
        RulerView view = new RulerView();
        Thread thread = show(view);
        emulated.type("\u001b[200~lost\u001b[201~/\u001b[200~ab\u001b[201~");
        leave(thread);

        assertThat(view.handled()).containsExactly(Key.of('/'), Key.of('a'), Key.of('b'), Key.of('q'));
    }

    @Test
    void wideCharactersTakeTwoCellsAndWhatFollowsStandsRight() throws Exception {
        Thread thread = show(new RulerView(StyledLine.plain(WIDE), StyledLine.plain("next")));
        emulated.await("row 23");
        leave(thread);

        String frame = emulated.written();
        assertThat(frame)
                .contains("\u65e5\u001b[1;3H\u672c\u001b[1;5H e\u0301 \ud83d\ude00\u001b[1;10H \ud835\udd6c|")
                .contains("next")
                .doesNotContainPattern("[\uE000-\uF8FF]");
    }

    @Test
    void styleAndHighlightAreShownAndColorOnlyWhereThereIsSome() throws Exception {
        Thread thread = show(new RulerView());
        emulated.await("row 23");
        leave(thread);
        assertThat(emulated.written()).contains("\u001b[38;5;131m", "\u001b[1m", "\u001b[38;5;243m", "\u001b[7m");

        int shown = emulated.written().length();
        Thread plain = show(Theme.plain(Glyphs.unicode()), new RulerView());
        emulated.await("row 23");
        leave(plain);
        assertThat(emulated.written().substring(shown))
                .contains("\u001b[7m")
                .doesNotContain("\u001b[38;5;131m", "\u001b[1m", "\u001b[38;5;243m");
    }

    @Test
    void aMovedCursorCostsFewBytes() throws Exception {
        Thread thread = show(new RulerView());
        emulated.await("row 23");
        int before = emulated.bytes();
        emulated.type("\u001b[B");
        emulated.await("two lines repainted", lines -> emulated.bytes() > before);
        int cost = emulated.bytes() - before;
        leave(thread);

        assertThat(cost).isBetween(80, 400);
    }

    @Test
    void aTextIsCopiedThroughTheTerminalAndTmux() throws Exception {
        FullScreen screen = new FullScreen(emulated.terminal(), NOWHERE, Theme.plain(Glyphs.unicode()), true);
        RulerView view = new RulerView();
        Thread thread = new Thread(() -> screen.show(view, () -> false));
        thread.start();
        emulated.await("row 23");
        screen.copy("a \u65e5");
        screen.mouse(true);
        leave(thread);

        assertThat(emulated.written())
                .contains("\u001b]52;c;YSDml6U=\u0007")
                .contains("\u001bPtmux;\u001b\u001b]52;c;YSDml6U=\u0007\u001b\\")
                .contains("\u001b[?1000h\u001b[?1006h")
                .contains("\u001b[?1006l\u001b[?1000l");
    }

    @Test
    void aTerminalThatCannotBeDrawnOnIsNotDrawnOn() throws IOException {
        assertThat(screenOn(emulated.terminal()).isPossible()).isTrue();
        emulated.terminal().setSize(new Size(0, 0));
        assertThat(screenOn(emulated.terminal()).isPossible()).isFalse();
        try (Terminal dumb = new DumbTerminal(InputStream.nullInputStream(), OutputStream.nullOutputStream())) {
            dumb.setSize(new Size(80, 24));
            assertThat(screenOn(dumb).isPossible()).isFalse();
        }
    }

    private void awaitFilled(int columns, int rows) {
        emulated.await(
                "a picture of " + columns + "x" + rows,
                lines -> lines.size() == rows
                        && lines.stream().allMatch(line -> line.length() == columns && line.endsWith("|")));
    }

    private FullScreen screenOn(Terminal terminal) {
        return new FullScreen(terminal, NOWHERE, Theme.plain(Glyphs.unicode()), false);
    }

    private Thread show(RulerView view) {
        return show(Theme.colored(Glyphs.unicode()), view);
    }

    private Thread show(Theme theme, RulerView view) {
        FullScreen screen = new FullScreen(emulated.terminal(), NOWHERE, theme, false);
        Thread thread = new Thread(() -> screen.show(view, () -> false));
        thread.start();
        return thread;
    }

    private void leave(Thread thread) throws Exception {
        emulated.type("q");
        thread.join();
    }
}
