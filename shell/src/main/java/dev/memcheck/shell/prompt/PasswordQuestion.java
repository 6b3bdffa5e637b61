package dev.memcheck.shell.prompt;

import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Asks for a password at the terminal, which does not show it. */
public final class PasswordQuestion {
    private static final char SHOW_NOTHING = '\0';

    private PasswordQuestion() {}

    /**
     * Waits for the answer.
     *
     * @param user whose password it is, if that was given
     * @throws UsageException if nobody can be asked, or nobody answers
     */
    public static String ask(Optional<String> user, Streams streams) {
        if (!streams.terminalIn()) {
            throw new UsageException("-W asks at a terminal, and standard input is none; set PGPASSWORD, or put the"
                    + " password into ~/.pgpass");
        }
        try (Terminal terminal = TerminalBuilder.builder()
                .name("memcheck")
                .system(true)
                .encoding(streams.charset())
                .build()) {
            return ask(user, terminal).orElseThrow(() -> new UsageException("no password was given"));
        } catch (IOException e) {
            throw new UsageException("the password cannot be asked for: " + e.getMessage(), e);
        }
    }

    /** The same at a terminal; empty if nobody answers. */
    static Optional<String> ask(Optional<String> user, Terminal terminal) {
        return ask("Password" + user.map(name -> " for user " + name).orElse("") + ": ", false, terminal);
    }

    /** Any question, with its answer shown or not; empty if nobody answers. */
    static Optional<String> ask(String question, boolean shown, Terminal terminal) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .variable(LineReader.DISABLE_HISTORY, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        try {
            return Optional.of(shown ? reader.readLine(question) : reader.readLine(question, SHOW_NOTHING));
        } catch (UserInterruptException | EndOfFileException givenUp) {
            return Optional.empty();
        }
    }
}
