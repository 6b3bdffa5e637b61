package dev.memcheck.shell.prompt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.reader.LineReader;
import org.jline.reader.Widget;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/**
 * Ctrl-X Ctrl-E, as in bash: what is typed so far goes through the user's editor and is run when the editor is left. It is
 * kept as it was when the editor fails.
 */
final class EditorWidget implements Widget {
    private static final String PASTE_OFF = "\u001b[?2004l";
    private static final String PASTE_ON = "\u001b[?2004h";

    private final LineReader reader;
    private final String editor;

    /** The terminal as the user had it: editors expect that. */
    private final Attributes cooked;

    /** @param cooked how the terminal is when nothing is being read */
    EditorWidget(LineReader reader, Map<String, String> environment, Attributes cooked) {
        this.reader = reader;
        this.editor = environment.getOrDefault("VISUAL", environment.getOrDefault("EDITOR", "vi"));
        this.cooked = cooked;
    }

    @Override
    public boolean apply() {
        try {
            Path file = Files.createTempFile("memcheck-", ".sql");
            try {
                Files.writeString(file, reader.getBuffer().toString() + "\n", StandardCharsets.UTF_8);
                int exit = edit(file);
                if (exit != 0) {
                    reader.printAbove("the editor, " + editor + ", failed with exit code " + exit
                            + "; EDITOR or VISUAL names another one");
                    return true;
                }
                take(Files.readString(file, StandardCharsets.UTF_8).stripTrailing());
                return true;
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the text could not be edited", e);
        }
    }

    private void take(String text) {
        reader.getBuffer().clear();
        reader.getBuffer().write(text);
        reader.callWidget(LineReader.REDRAW_LINE);
        reader.callWidget(LineReader.ACCEPT_LINE);
    }

    private int edit(Path file) throws IOException {
        Terminal terminal = reader.getTerminal();
        Terminal.SignalHandler interrupt = terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_IGN);
        Attributes raw = terminal.getAttributes();
        terminal.writer().print(PASTE_OFF);
        terminal.flush();
        terminal.setAttributes(cooked);
        try {
            return new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IOException("interrupted while the editor ran", e);
        } finally {
            terminal.setAttributes(raw);
            terminal.handle(Terminal.Signal.INT, interrupt);
            terminal.writer().print(PASTE_ON);
            terminal.flush();
        }
    }
}
