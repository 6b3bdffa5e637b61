package dev.memcheck.shell.prompt;

import dev.memcheck.render.text.Style;
import dev.memcheck.run.WriteConsent;
import dev.memcheck.shell.out.Screen;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Asks at the terminal, in a line of its own that no history keeps. Ctrl-C and Ctrl-D mean no. */
final class TerminalConsent implements WriteConsent {
    private static final int TRIES = 3;
    private static final String CHOICE =
            "Run it? y (yes, also what follows in this window), n (no), t (in a transaction, for COMMIT or ROLLBACK): ";

    private final Terminal terminal;
    private final Screen screen;
    private final BooleanSupplier wanted;

    /** @param wanted whether the server is somebody's */
    TerminalConsent(Terminal terminal, Screen screen, BooleanSupplier wanted) {
        this.terminal = terminal;
        this.screen = screen;
        this.wanted = wanted;
    }

    @Override
    public boolean isWanted() {
        return wanted.getAsBoolean();
    }

    @Override
    public Answer ask(String why) {
        screen.say("wait: " + why, Style.WARNING);
        screen.flush();
        LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
        try {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                switch (reader.readLine(CHOICE).strip().toLowerCase(Locale.ROOT)) {
                    case "y", "yes" -> {
                        return Answer.YES;
                    }
                    case "n", "no" -> {
                        return Answer.NO;
                    }
                    case "t", "transaction" -> {
                        return Answer.TRANSACTION;
                    }
                    default -> screen.say("expected y, n or t");
                }
                screen.flush();
            }
        } catch (UserInterruptException | EndOfFileException no) {
            return Answer.NO;
        }
        return Answer.NO;
    }
}
