package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.finding.Finding;
import dev.memcheck.snapshot.Snapshot;
import java.util.Optional;

/** The one backend of a session, connected when it is first needed and again after it was lost. */
final class BackendSlot {
    private final BackendSource source;
    private final RunListener listener;
    private final StatementHistory history;

    /** Written by the loop's thread, read by the one that cancels. */
    private volatile TimedBackend backend;

    /** Why the backend is no longer there, if we ended it ourselves. */
    private volatile Optional<String> givenUp = Optional.empty();

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
        TimedBackend current = backend;
        if (current == null) {
            current = new TimedBackend(source.connect());
            backend = current;
            history.connected(firstLook(current));
            if (hadOne) {
                listener.reconnected(current.facts());
            } else {
                listener.connected(current.facts());
            }
            hadOne = true;
        }
        return current;
    }

    /** Connects the first backend of a source that has changed. */
    void begin() {
        hadOne = false;
        get();
    }

    /** What went before anything of the user's could run is no loss to report, but no backend either. */
    private Optional<Snapshot> firstLook(Backend fresh) {
        try {
            return fresh.snapshot();
        } catch (BackendLostException lost) {
            close();
            throw new BackendUnavailableException("lost as soon as it was connected: " + lost.getMessage(), lost);
        }
    }

    Optional<Backend> current() {
        return Optional.ofNullable(backend);
    }

    /** Lets go of a backend that has gone. */
    void drop() {
        close();
    }

    /** The call that is being waited for; 0 if none is. Safe from any thread, as those below. */
    long call() {
        TimedBackend current = backend;
        return current == null ? 0 : current.call();
    }

    /** Whether that is a statement or a scenario of the user's. */
    boolean runsStatement() {
        TimedBackend current = backend;
        return current != null && current.runsStatement();
    }

    boolean isPrivate() {
        return source.isPrivate();
    }

    int pid() {
        return current().map(connected -> connected.facts().pid()).orElse(0);
    }

    /** Ends the waiting for a backend that does not answer: it is killed if it is ours, and left behind if it is not. */
    void giveUp(String waited) {
        TimedBackend current = backend;
        if (current == null) {
            return;
        }
        int pid = current.facts().pid();
        String why = "it did not answer a cancel for " + waited + ", and ";
        // Said before it is done: the loop's thread may see the end of the backend, and ask why, before kill() is back.
        givenUp = Optional.of(why + "memcheck has killed it");
        if (!source.kill(pid)) {
            givenUp = Optional.of(why
                    + "memcheck has given up the connection; the process goes on at the server until it is ended,"
                    + " as by SELECT pg_terminate_backend(" + pid + ")");
        }
        current.abandon();
    }

    Optional<String> explainLoss(int pid) {
        Optional<String> ours = givenUp;
        givenUp = Optional.empty();
        return ours.isPresent() ? ours : source.explainLoss(pid);
    }

    /** What the backend that has gone wrote down of its crash. */
    Optional<Finding> crash(int pid) {
        return source.crash(pid);
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
