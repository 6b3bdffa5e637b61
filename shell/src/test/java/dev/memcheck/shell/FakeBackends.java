package dev.memcheck.shell;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.run.FakeServer;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Backends in memory. */
final class FakeBackends implements BackendSources {
    private final Supplier<BackendSource> source;

    private FakeBackends(Supplier<BackendSource> source) {
        this.source = source;
    }

    static FakeBackends ready() {
        return new FakeBackends(() -> new FakeServer().parting("Farewell."));
    }

    static FakeBackends refusing(String why) {
        return new FakeBackends(() -> {
            throw new BackendUnavailableException(why);
        });
    }

    /** Those of a server that is somebody's. */
    static FakeBackends connected() {
        return new FakeBackends(() -> new FakeServer().connected());
    }

    /** Asking for them is a mistake of memcheck's own. */
    static FakeBackends mistaken() {
        return new FakeBackends(() -> {
            throw new IllegalStateException("nobody thought of this");
        });
    }

    /** They are there once the gate is open. */
    static FakeBackends behind(CountDownLatch gate) {
        return new FakeBackends(() -> new FakeServer().behind(gate));
    }

    @Override
    public BackendSource ofPrompt() {
        return source.get();
    }

    @Override
    public BackendSource of(SessionScript script) {
        return ofPrompt();
    }

    @Override
    public boolean arePrivate() {
        return true;
    }
}
