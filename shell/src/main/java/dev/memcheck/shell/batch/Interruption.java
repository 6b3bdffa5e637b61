package dev.memcheck.shell.batch;

import dev.memcheck.shell.session.Session;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jline.utils.Signals;

/**
 * The user's wish to stop, from Ctrl-C or SIGTERM: what runs is cancelled, what has not begun does not begin, and what was
 * found so far is still told. A second one ends the process at once. Safe for use by several threads.
 */
public final class Interruption implements AutoCloseable {
    private final Set<Session> running = new HashSet<>();
    private final Map<String, Object> handlers = new LinkedHashMap<>();
    private boolean requested;

    private Interruption() {}

    /** One that never comes. */
    public static Interruption never() {
        return new Interruption();
    }

    /** Takes over the signals, until it is closed. */
    public static Interruption bySignals() {
        Interruption interruption = new Interruption();
        interruption.takeSignals();
        return interruption;
    }

    private synchronized void takeSignals() {
        for (String signal : List.of("INT", "TERM")) {
            handlers.put(signal, Signals.register(signal, this::request));
        }
    }

    synchronized void request() {
        requested = true;
        giveBackSignals();
        running.forEach(Session::interrupt);
    }

    synchronized boolean isRequested() {
        return requested;
    }

    /** A session begins; it is interrupted at once if that was asked for already. */
    synchronized void begin(Session session) {
        running.add(session);
        if (requested) {
            session.interrupt();
        }
    }

    synchronized void end(Session session) {
        running.remove(session);
    }

    @Override
    public synchronized void close() {
        giveBackSignals();
    }

    private void giveBackSignals() {
        handlers.forEach(Signals::unregister);
        handlers.clear();
    }
}
