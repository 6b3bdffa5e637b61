package dev.memcheck.run;

import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.SqlError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A backend that has gone.
 *
 * @param pid its process id
 * @param message what the client saw
 * @param error the server's last word to the client, if it said one
 * @param explanation how it went, from the server's log or the process that ended; raw server text
 * @param statement the statement that was running, if one was
 * @param crash what it is reported as, if it is a crash
 * @param windows the windows that went with it, innermost first
 * @param session whose backend it was
 */
public record LossReport(
        int pid,
        String message,
        Optional<SqlError> error,
        Optional<String> explanation,
        Optional<String> statement,
        Optional<NumberedFinding> crash,
        List<OpenWindow> windows,
        SessionName session) {
    public LossReport {
        windows = List.copyOf(windows);
        Objects.requireNonNull(session);
    }

    /** Whether it crashed: the server says so in other words of an orderly end. */
    public boolean isCrash() {
        return tellsOfCrash(explanation);
    }

    /**
     * What the server's log says, without a mistake of its: it names the statement that it heard of last as the one that was
     * running, also when that was over.
     */
    static String toldBetween(String explanation, Optional<String> running) {
        return running.isPresent()
                ? explanation
                : explanation.replace("Failed process was running: ", "No statement was running; the last one was: ");
    }

    static boolean tellsOfCrash(Optional<String> explanation) {
        return explanation.filter(how -> how.contains("terminated by signal")).isPresent();
    }
}
