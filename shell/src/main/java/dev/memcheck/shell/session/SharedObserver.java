package dev.memcheck.shell.session;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.backend.Observation;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.TraceLook;
import dev.memcheck.backend.Traced;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.sql.StatementResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One observer for several threads, which wait for one another: a look of the view that was left may still be under way. */
final class SharedObserver implements Observer {
    private final Observer observer;
    private final Supplier<Optional<String>> first;

    /** @param first what is to run before a question */
    SharedObserver(Observer observer, Supplier<Optional<String>> first) {
        this.observer = observer;
        this.first = first;
    }

    @Override
    public synchronized Observation observe(int pid) {
        return observer.observe(pid);
    }

    @Override
    public synchronized List<ContentPart> contents(int pid) {
        return observer.contents(pid);
    }

    @Override
    public synchronized Traced trace(
            int pid, Duration duration, OptionalInt every, Consumer<TraceLook> seen, BooleanSupplier cancelled) {
        return observer.trace(pid, duration, every, seen, cancelled);
    }

    @Override
    public synchronized List<BackendListing> backends() {
        return observer.backends();
    }

    @Override
    public synchronized StatementResult ask(String sql) {
        first.get().ifPresent(observer::ask);
        return observer.ask(sql);
    }

    @Override
    public synchronized StatementResult ask(String sql, Duration atMost) {
        first.get().ifPresent(observer::ask);
        return observer.ask(sql, atMost);
    }

    @Override
    public synchronized void close() {
        observer.close();
    }
}
