package dev.memcheck.shell.screen;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.ExecHelper;
import org.jline.utils.InfoCmp;
import org.jline.utils.OSUtils;

/** The terminal of this process. */
public final class SystemTerminal {
    /** The variable that names the terminal's type. */
    public static final String TYPE = "TERM";

    private static final String NAME = "memcheck";

    private SystemTerminal() {}

    /**
     * Begins with what opening waits for, and returns at once: a program that tells what the terminal can do, and the classes of
     * the line editor. Nothing changes if it is not called, or fails.
     *
     * @param type as {@code TERM} says
     */
    public static void prepare(String type) {
        CompletableFuture<String> description = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        description.complete(ExecHelper.waitAndCapture(
                                new ProcessBuilder(OSUtils.INFOCMP_COMMAND, "-x", type).start()));
                    } catch (IOException | InterruptedException | RuntimeException | Error failure) {
                        // Then JLine asks for itself, and says why not.
                        description.complete(null);
                    }
                },
                "memcheck-terminal");
        thread.setDaemon(true);
        thread.start();
        InfoCmp.setLoadedInfoCmp(type, () -> described(description));
    }

    private static String described(CompletableFuture<String> description) {
        String told = description.join();
        return told == null || told.isBlank() ? null : told;
    }

    /** A dumb one where there is none. */
    public static Terminal open(Charset charset, Optional<FirstPrompt> drawn, Map<String, String> environment)
            throws IOException {
        return drawn.isPresent() ? drawn.get().terminal(NAME, environment.get(TYPE), charset) : open(charset);
    }

    /** The same where nothing was drawn. */
    public static Terminal open(Charset charset) throws IOException {
        try {
            // Otherwise JLine asks test(1) about each stream as well, even where its library has answered.
            return builder(charset).exec(false).dumb(false).build();
        } catch (IllegalStateException withoutLibrary) {
            return builder(charset).dumb(true).build();
        }
    }

    private static TerminalBuilder builder(Charset charset) {
        return TerminalBuilder.builder().name(NAME).system(true).encoding(charset);
    }
}
