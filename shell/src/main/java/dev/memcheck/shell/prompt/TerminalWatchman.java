package dev.memcheck.shell.prompt;

import dev.memcheck.backend.VersionSkew;
import dev.memcheck.render.text.Style;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.session.VersionGate;
import java.util.Locale;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Asks the person at the terminal for a password, and whether an extension is to be updated; without that there are no windows. */
final class TerminalWatchman implements VersionGate.Watchman {
    private static final int TRIES = 3;

    private final Terminal terminal;
    private final Screen screen;

    TerminalWatchman(Terminal terminal, Screen screen) {
        this.terminal = terminal;
        this.screen = screen;
    }

    /** In a line of its own that no history keeps. Ctrl-C and Ctrl-D mean no. */
    @Override
    public boolean updates(VersionSkew skew) {
        screen.say("wait: " + skew.sentence(), Style.WARNING);
        screen.flush();
        LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
        try {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                switch (reader.readLine("Run it? y (yes), n (no): ").strip().toLowerCase(Locale.ROOT)) {
                    case "y", "yes" -> {
                        return true;
                    }
                    case "n", "no" -> {
                        return false;
                    }
                    default -> screen.say("expected y or n");
                }
                screen.flush();
            }
        } catch (UserInterruptException | EndOfFileException no) {
            return false;
        }
        return false;
    }

    @Override
    public Optional<String> password(Optional<String> user) {
        screen.flush();
        return PasswordQuestion.ask(user, terminal);
    }

    @Override
    public boolean lets(VersionSkew skew) {
        screen.say("note: " + skew.sentence() + ". Until then there are no windows and no findings", Style.WARNING);
        return true;
    }
}
