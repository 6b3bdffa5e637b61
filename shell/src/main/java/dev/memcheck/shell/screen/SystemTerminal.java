package dev.memcheck.shell.screen;

import java.io.IOException;
import java.nio.charset.Charset;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal of this process. */
public final class SystemTerminal {
    private SystemTerminal() {}

    /** A dumb one where there is none. */
    public static Terminal open(Charset charset) throws IOException {
        try {
            // Otherwise JLine asks test(1) about each stream as well, even where its library has answered.
            return builder(charset).exec(false).dumb(false).build();
        } catch (IllegalStateException withoutLibrary) {
            return builder(charset).dumb(true).build();
        }
    }

    private static TerminalBuilder builder(Charset charset) {
        return TerminalBuilder.builder().name("memcheck").system(true).encoding(charset);
    }
}
