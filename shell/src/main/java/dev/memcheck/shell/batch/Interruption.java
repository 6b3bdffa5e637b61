package dev.memcheck.shell.batch;

import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.StandardOutput;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.session.Session;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * The user's wish to stop, from Ctrl-C or SIGTERM, or from the end of a pipe: what runs is cancelled, what has not begun does not begin, and what was
 * found so far is still told. A second one ends the process at once, and so does the first if what it asks for has not come
 * about in time: a pipe may have no reader, and a server may not answer. Safe for use by several threads.
 */
public final class Interruption implements AutoCloseable {
    private static final Duration TIME_TO_END = Duration.ofSeconds(20);

    private final Set<Session> running = new HashSet<>();
    private Runnable otherwise = () -> {};
    private final Map<String, Object> handlers = new LinkedHashMap<>();
    private final Runnable late;
    private boolean requested;
    private boolean closed;

    /** @param late is called when the process should have ended */
    private Interruption(Runnable late) {
        this.late = late;
    }

    /** One that never comes. */
    public static Interruption never() {
        return new Interruption(() -> {});
    }

    /** Takes over the signals, until it is closed. */
    public static Interruption bySignals(Streams streams) {
        Interruption interruption = new Interruption(() -> {
            streams.err()
                    .println("memcheck: what runs has not ended " + TIME_TO_END.toSeconds()
                            + " s after the signal, and is left");
            streams.err().flush();
            Runtime.getRuntime().exit(ExitCode.INTERRUPTED.code());
        });
        interruption.takeSignals();
        return interruption;
    }

    /** Comes also when nobody reads standard output any more: psql ends then, too. */
    public Interruption orWhenNobodyReads(Streams streams) {
        if (streams.out() instanceof StandardOutput out) {
            out.whenClosed(this::request);
        }
        return this;
    }

    private synchronized void takeSignals() {
        for (String signal : List.of("INT", "TERM")) {
            handlers.put(signal, Signals.register(signal, this::request));
        }
    }

    synchronized void request() {
        if (!requested) {
            requested = true;
            Thread watchdog = new Thread(this::awaitEnd, "memcheck-interruption");
            watchdog.setDaemon(true);
            watchdog.start();
        }
        giveBackSignals();
        running.forEach(Session::interrupt);
        otherwise.run();
    }

    /** What is to be done at the signal, or at once if it came already; it takes the place of what was given before. */
    synchronized void onRequest(Runnable end) {
        otherwise = end;
        if (requested) {
            end.run();
        }
    }

    private void awaitEnd() {
        long end = System.nanoTime() + TIME_TO_END.toNanos();
        synchronized (this) {
            for (long left = TIME_TO_END.toMillis(); left > 0 && !closed; ) {
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    return;
                }
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
            if (closed) {
                return;
            }
        }
        late.run();
    }

    public synchronized boolean isRequested() {
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
        closed = true;
        notifyAll();
        giveBackSignals();
    }

    private void giveBackSignals() {
        handlers.forEach(Signals::unregister);
        handlers.clear();
    }
}
