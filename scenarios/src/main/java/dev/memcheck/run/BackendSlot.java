package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.ScenarioDesk;
import java.util.Optional;

/** The one backend of a session, connected when it is first needed and again after it was lost. */
final class BackendSlot {
    private final BackendSource source;
    private final RunListener listener;
    private final StatementHistory history;

    /** Written by the loop's thread, read by the one that cancels. */
    private volatile Backend backend;

    private boolean hadOne;

    /** @param history is told of the tree of each new backend */
    BackendSlot(BackendSource source, RunListener listener, StatementHistory history) {
        this.source = source;
        this.listener = listener;
        this.history = history;
    }

    /**
     * The backend; connects and tells the listener if there is none.
     *
     * @throws BackendUnavailableException if there is none and none can be had
     */
    Backend get() {
        Backend current = backend;
        if (current == null) {
            current = source.connect();
            backend = current;
            history.connected(current.snapshot());
            if (hadOne) {
                listener.reconnected(current.facts());
            } else {
                listener.connected(current.facts());
            }
            hadOne = true;
        }
        return current;
    }

    Optional<Backend> current() {
        return Optional.ofNullable(backend);
    }

    /** Lets go of a backend that has gone. */
    void drop() {
        close();
    }

    Optional<String> explainLoss(int pid) {
        return source.explainLoss(pid);
    }

    ScenarioDesk scenarioDesk() {
        return source.scenarioDesk();
    }

    Optional<BackendSource> throwAway() {
        return source.throwAway();
    }

    void cancel() {
        current().ifPresent(Backend::cancel);
    }

    void close() {
        Backend current = backend;
        backend = null;
        if (current != null) {
            current.close();
        }
    }
}
