package dev.memcheck.run;

import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.session.SessionName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of one text by name, of which one is the current one. All have backends of one server. {@link #cancel} is
 * safe from any thread.
 */
final class NamedSessions implements AutoCloseable {
    private final Map<SessionName, NamedSession> sessions = new LinkedHashMap<>();
    private final BackendSource source;
    private final StatementClock clock;
    private final RunListener listener;
    private final FindingLog log;
    private final List<Failure> failures;
    private final int keptNodes;
    private int confirmRepeats;
    private volatile NamedSession current;

    /**
     * Begins the default session.
     *
     * @param keptNodes how many context nodes the history of each session may hold
     */
    NamedSessions(
            BackendSource source,
            StatementClock clock,
            RunListener listener,
            int confirmRepeats,
            int keptNodes,
            FindingLog log,
            List<Failure> failures) {
        this.source = source;
        this.clock = clock;
        this.listener = listener;
        this.log = log;
        this.failures = failures;
        this.confirmRepeats = confirmRepeats;
        this.keptNodes = keptNodes;
        switchTo(SessionName.DEFAULT);
    }

    NamedSession current() {
        return current;
    }

    BackendSlot slot() {
        return current.slot();
    }

    /** In the order of their first mention. */
    List<NamedSession> all() {
        return List.copyOf(sessions.values());
    }

    /** Goes on in a session, which is begun at its first mention. Its backend is connected when it is first needed. */
    void switchTo(SessionName name) {
        current = sessions.computeIfAbsent(name, this::begin);
    }

    void setConfirmRepeats(int repeats) {
        confirmRepeats = repeats;
        sessions.values().forEach(session -> session.windows().setConfirmRepeats(repeats));
    }

    /** How many windows were judged in all of them. */
    int judged() {
        return sessions.values().stream()
                .mapToInt(session -> session.windows().judged())
                .sum();
    }

    /**
     * Asks the server to cancel what the current session runs; a scenario, at first, to come to its end.
     *
     * @param forGood whether nothing is to run afterwards
     */
    void cancel(CancelWatch watch, boolean forGood) {
        NamedSession running = current;
        boolean asked = !running.windows().stopScenario();
        watch.cancelled(running.slot(), forGood, asked);
        if (asked) {
            running.slot().cancel();
        }
    }

    /** The time of the running statement is up; called by the clock's thread. */
    void expired(CancelWatch watch) {
        watch.cancelled(current.slot(), false, true);
        current.slot().cancel();
    }

    /** The server restarts every backend when one has crashed: those of the other sessions are gone, too. */
    void goneWithServer(BackendLostException crash) {
        for (NamedSession session : sessions.values()) {
            if (session != current && session.slot().current().isPresent()) {
                listener.backendLost(session.windows().backendGone(crash, Optional.empty()));
                session.backendLost();
            }
        }
    }

    /** A backend for the current session, or the reason why there is none. */
    void reconnect() {
        try {
            current.slot().get();
        } catch (BackendUnavailableException unavailable) {
            listener.message(MessageKind.ERROR, "no new backend: " + unavailable.getMessage());
        }
    }

    @Override
    public void close() {
        sessions.values().forEach(session -> session.slot().close());
    }

    private NamedSession begin(SessionName name) {
        StatementHistory history = new StatementHistory(keptNodes);
        BackendSlot slot = new BackendSlot(source, listener, history);
        WindowBook windows = new WindowBook(name, slot, clock, listener, confirmRepeats, log, failures);
        return new NamedSession(name, slot, windows, history);
    }
}
