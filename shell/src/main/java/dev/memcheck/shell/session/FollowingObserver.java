package dev.memcheck.shell.session;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observation;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.TraceLook;
import dev.memcheck.backend.Traced;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.sql.StatementResult;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Observes a server, and the one that takes its place when it has ended. */
final class FollowingObserver implements Observer {
    private final Supplier<BackendSource> source;
    private BackendSource observed;
    private Observer observer;

    /**
     * Begins with the server that is there.
     *
     * @param source the one that is there now
     */
    FollowingObserver(Supplier<BackendSource> source) {
        this.source = source;
        this.observed = source.get();
        this.observer = observed.observer();
    }

    private synchronized Observer current() {
        BackendSource now = source.get();
        if (now != observed) {
            Observer next = now.observer();
            observer.close();
            observer = next;
            observed = now;
        }
        return observer;
    }

    @Override
    public Observation observe(int pid) {
        try {
            return current().observe(pid);
        } catch (BackendUnavailableException notThere) {
            return new Observation.Unseen(notThere.getMessage());
        }
    }

    @Override
    public List<ContentPart> contents(int pid) {
        try {
            return current().contents(pid);
        } catch (BackendUnavailableException notThere) {
            return List.of();
        }
    }

    @Override
    public Traced trace(
            int pid, Duration duration, OptionalInt every, Consumer<TraceLook> seen, BooleanSupplier cancelled) {
        try {
            return current().trace(pid, duration, every, seen, cancelled);
        } catch (BackendUnavailableException notThere) {
            return Traced.refused(notThere.getMessage());
        }
    }

    @Override
    public List<BackendListing> backends() {
        return current().backends();
    }

    @Override
    public StatementResult ask(String sql) {
        return current().ask(sql);
    }

    @Override
    public StatementResult ask(String sql, Duration atMost) {
        return current().ask(sql, atMost);
    }

    @Override
    public synchronized void close() {
        observer.close();
    }
}
