package dev.memcheck.shell;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.VersionSkew;
import dev.memcheck.run.FakeServer;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionScript;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Backends in memory. */
public final class FakeBackends implements BackendSources {
    private final Supplier<BackendSource> source;

    private FakeBackends(Supplier<BackendSource> source) {
        this.source = source;
    }

    public static FakeBackends ready() {
        return new FakeBackends(() -> new FakeServer().parting("Farewell."));
    }

    public static FakeBackends refusing(String why) {
        return new FakeBackends(() -> {
            throw new BackendUnavailableException(why);
        });
    }

    /** Those of a server that is somebody's. */
    public static FakeBackends connected() {
        return new FakeBackends(() -> new FakeServer().connected());
    }

    /** Those of a server whose extension does not fit. */
    static FakeBackends skewed(VersionSkew how) {
        return new FakeBackends(() -> new FakeServer().skewed(how));
    }

    /** Those of a server that wants a password. */
    static FakeBackends locked(String password) {
        return new FakeBackends(() -> new FakeServer().locked(password));
    }

    /** Asking for them is a mistake of memcheck's own. */
    public static FakeBackends mistaken() {
        return new FakeBackends(() -> {
            throw new IllegalStateException("nobody thought of this");
        });
    }

    /** They are there once the gate is open. */
    public static FakeBackends behind(CountDownLatch gate) {
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
