package dev.memcheck.shell.live;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observer;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.Variables;
import dev.memcheck.shell.out.RunWatch;
import dev.memcheck.shell.out.Screen;

/** The session that the whole-screen tree shows: what it may ask it and have it do. */
public interface Viewed {
    /** Why there is no tree to show. */
    static String whyUnseen(SessionRunner runner) {
        return switch (runner.state().transaction()) {
            case FAILED -> "the transaction has failed, and the server shows nothing; ROLLBACK first";
            case OPEN -> "no look is taken now: the transaction has not run a query yet, or you may not see contexts";
            case IDLE ->
                "the server shows no contexts to this user: a superuser runs GRANT pg_monitor TO the user; statements run"
                        + " without it";
        };
    }

    SessionRunner runner();

    Screen screen();

    /** Those of the session, as they are now. */
    Variables variables();

    /** What was heard of the loop. */
    RunWatch watch();

    /**
     * What looks at backends from a connection of its own.
     *
     * @throws BackendUnavailableException if it cannot be connected
     */
    Observer observer();

    /**
     * Runs a text in this session on the calling thread, while a command waits for it. It is shown as if it were typed.
     *
     * @throws ParseException if it cannot be read, and then nothing of it ran
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    void runAside(String text);
}
