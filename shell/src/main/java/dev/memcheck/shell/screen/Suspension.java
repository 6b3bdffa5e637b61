package dev.memcheck.shell.screen;

import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/**
 * Ctrl-Z: memcheck is stopped until {@code fg}. The shell that it comes back to gets the terminal as it was before memcheck, for
 * not every shell mends that itself; after it the terminal is as it was when Ctrl-Z was pressed. Who draws on it is told of both.
 */
public final class Suspension {
    private Suspension() {}

    /**
     * Takes the signal, at a terminal that is used line by line. The line editor draws its line anew by itself.
     *
     * @param outside how the terminal was before memcheck
     */
    public static void take(Terminal terminal, Attributes outside) {
        terminal.handle(Signal.TSTP, signal -> {
            Attributes inside = terminal.getAttributes();
            if (!inside.getLocalFlag(LocalFlag.ECHO)) {
                terminal.writer().println();
                terminal.writer().flush();
            }
            terminal.setAttributes(outside);
            try {
                stop(terminal);
            } finally {
                terminal.setAttributes(inside);
            }
        });
    }

    /** Stops all processes of this job as the system does, which lets those run on that nobody could continue. */
    static void stop(Terminal terminal) {
        SignalHandler before = terminal.handle(Signal.TSTP, SignalHandler.SIG_DFL);
        try {
            new ProcessBuilder("sh", "-c", "kill -s TSTP 0")
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException cannotBeStopped) {
            // Then it runs on.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            terminal.handle(Signal.TSTP, before);
        }
    }
}
