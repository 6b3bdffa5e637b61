package dev.memcheck.run;

import dev.memcheck.session.SessionName;
import java.util.Optional;

/** One session of a text: its backend, its windows, its past, and what it ran last. */
final class NamedSession {
    private final SessionName name;
    private final BackendSlot slot;
    private final WindowBook windows;
    private final StatementHistory history;
    private Optional<StatementReport> lastStatement = Optional.empty();
    private boolean windowIsLatest;

    NamedSession(SessionName name, BackendSlot slot, WindowBook windows, StatementHistory history) {
        this.name = name;
        this.slot = slot;
        this.windows = windows;
        this.history = history;
    }

    SessionName name() {
        return name;
    }

    BackendSlot slot() {
        return slot;
    }

    WindowBook windows() {
        return windows;
    }

    StatementHistory history() {
        return history;
    }

    void statementDone(StatementReport report) {
        lastStatement = Optional.of(report);
        windowIsLatest = false;
    }

    /** A window was closed, and is what a measurement looks at until the next statement. */
    void windowClosed() {
        windowIsLatest = true;
    }

    void backendLost() {
        lastStatement = Optional.empty();
        windowIsLatest = false;
    }

    /** Goes on with another backend, which the source has; what was open in the one before is gone. */
    void renew() {
        windows.forget();
        backendLost();
        slot.begin();
    }

    Optional<StatementReport> lastStatement() {
        return lastStatement;
    }

    /** Whether the subject of {@link #windows} is a closed window and nothing has run since. */
    boolean windowIsLatest() {
        return windowIsLatest;
    }
}
