package dev.memcheck.shell.prompt;

import dev.memcheck.render.text.Style;
import dev.memcheck.run.Unfinished;
import dev.memcheck.shell.out.Screen;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is lost when the user leaves. {@code \q} was typed on purpose, so it leaves, as in psql, and says what went with it.
 * Ctrl-D is one key that is easily hit: where something is open it is asked for twice, as by a shell with stopped jobs.
 */
final class Leaving {
    private final Screen screen;
    private final Supplier<List<Unfinished>> unfinished;
    private boolean warned;

    Leaving(Screen screen, Supplier<List<Unfinished>> unfinished) {
        this.screen = screen;
        this.unfinished = unfinished;
    }

    /** The user has gone on, and the next Ctrl-D is a first one again. */
    void wentOn() {
        warned = false;
    }

    /** Ctrl-D was typed. Gives whether the user leaves. */
    boolean endOfInput() {
        List<Unfinished> open = unfinished.get();
        if (open.isEmpty() || warned) {
            return true;
        }
        for (Unfinished session : open) {
            session.windows()
                    .forEach(window -> tell(session, window.label() + " is open and not judged yet; end judges it"));
            if (session.transaction()) {
                tell(session, "a transaction is open and will be rolled back; COMMIT keeps what it did");
            }
        }
        screen.say("Ctrl-D again leaves all the same.");
        screen.flush();
        warned = true;
        return false;
    }

    /** The user leaves. */
    void leave() {
        for (Unfinished session : unfinished.get()) {
            session.lost().forEach(what -> tell(session, what));
        }
        screen.flush();
    }

    private void tell(Unfinished session, String what) {
        String where = session.session().isDefault()
                ? ""
                : "session " + session.session().text() + ": ";
        screen.say("note: " + where + what, Style.WARNING);
    }
}
