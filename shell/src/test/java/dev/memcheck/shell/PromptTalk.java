package dev.memcheck.shell;

import dev.memcheck.finding.Severity;
import dev.memcheck.run.RunOptions;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.prompt.PromptSession;
import dev.memcheck.shell.prompt.PromptStart;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionStart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.NonBlockingReader;

/** A whole conversation at the prompt, in this process, on a terminal in memory. */
public final class PromptTalk {
    private static final String ESCAPES = "\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]|\r";

    private final BackendSources backends;
    private final Path history;
    private final SessionStart session = new SessionStart(new Commands());
    private Optional<Path> rc = Optional.empty();
    private Optional<String> hangUp = Optional.empty();
    private Size size = new Size(100, 40);

    public PromptTalk(BackendSources backends, Path history) {
        this.backends = backends;
        this.history = history;
    }

    /** On a terminal of another size. */
    public PromptTalk sized(Size other) {
        size = other;
        return this;
    }

    /** What is typed cannot be read any more once the screen was sent this. */
    public PromptTalk hungUpAt(String sequence) {
        hangUp = Optional.of(sequence);
        return this;
    }

    /** A variable is set before, as {@code -v} does. */
    public PromptTalk with(String name, String value) {
        session.set(name, value);
        return this;
    }

    /** A file is run before the first prompt. */
    public PromptTalk with(Path startUpFile) {
        rc = Optional.of(startUpFile);
        return this;
    }

    private PromptStart start() {
        return new PromptStart(session, rc, Optional.empty());
    }

    /**
     * Types lines, then {@code \q}, and gives back what the screen showed, the typed lines included, without colors.
     */
    public String type(String... lines) throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (LineDisciplineTerminal terminal =
                new LineDisciplineTerminal("test", "xterm", shown, StandardCharsets.UTF_8) {
                    @Override
                    public NonBlockingReader reader() {
                        boolean gone = hangUp.filter(shown.toString(StandardCharsets.UTF_8)::contains)
                                .isPresent();
                        return gone ? new HungUp() : super.reader();
                    }
                }) {
            terminal.setSize(size);
            Attributes attributes = terminal.getAttributes();
            attributes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
            terminal.setAttributes(attributes);
            terminal.processInputBytes((String.join("\r", lines) + "\r\\q\r").getBytes(StandardCharsets.UTF_8));
            PromptSession.run(
                    terminal,
                    streams(Map.of("NO_COLOR", "1")),
                    new Commands(),
                    backends,
                    RunOptions.interactive(Severity.WARNING),
                    RunOptions.batch(2, Severity.WARNING),
                    start(),
                    history);
        }
        return shown.toString(StandardCharsets.UTF_8).replaceAll(ESCAPES, "");
    }

    private static final class HungUp extends NonBlockingReader {
        @Override
        protected int read(long timeout, boolean isPeek) throws IOException {
            throw new IOException("Input/output error");
        }

        @Override
        public int readBuffered(char[] to, int offset, int length, long timeout) throws IOException {
            throw new IOException("Input/output error");
        }

        @Override
        public void close() {}
    }

    /** Streams of a process without input, which nobody reads. */
    static Streams streams(Map<String, String> environment) {
        return new Streams(
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                new PrintWriter(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                StandardCharsets.UTF_8,
                environment,
                true,
                true);
    }
}
