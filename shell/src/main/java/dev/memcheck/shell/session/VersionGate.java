package dev.memcheck.shell.session;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.backend.VersionSkew;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.Optional;

/**
 * Stands before a source and looks at each backend that comes out of it: one whose extension does not fit is brought up to
 * date if the user wants it, or is refused with a sentence.
 */
public final class VersionGate implements BackendSource {
    private final BackendSource source;
    private final Watchman watchman;

    /** Says what becomes of a backend that does not fit. */
    public interface Watchman {
        /** Whether to update the extension; asked only where an update would help. */
        boolean updates(VersionSkew skew);

        /** Whether a backend that does not fit may pass, as it is; its windows are refused. */
        boolean lets(VersionSkew skew);
    }

    public VersionGate(BackendSource source, Watchman watchman) {
        this.source = source;
        this.watchman = watchman;
    }

    /** For files, which nobody is asked about. */
    public static VersionGate closed(BackendSource source) {
        return new VersionGate(source, new Watchman() {
            @Override
            public boolean updates(VersionSkew skew) {
                return false;
            }

            @Override
            public boolean lets(VersionSkew skew) {
                return false;
            }
        });
    }

    @Override
    public Backend connect() {
        Backend backend = source.connect();
        Optional<VersionSkew> skew = backend.skew();
        if (skew.filter(VersionSkew::mendedByUpdate).filter(watchman::updates).isPresent()) {
            update(backend);
            backend.close();
            backend = source.connect();
            skew = backend.skew();
        }
        if (skew.isPresent() && !watchman.lets(skew.get())) {
            backend.close();
            throw new BackendUnavailableException(skew.get().sentence());
        }
        return backend;
    }

    private static void update(Backend backend) {
        if (backend.execute(VersionSkew.UPDATE) instanceof StatementResult.Failed failed) {
            SqlError error = failed.error();
            backend.close();
            throw new BackendUnavailableException(VersionSkew.UPDATE + " failed: " + error.message()
                    + error.hint().map(hint -> ". " + hint).orElse(""));
        }
    }

    @Override
    public Observer observer() {
        return source.observer();
    }

    @Override
    public Optional<String> explainLoss(int pid) {
        return source.explainLoss(pid);
    }

    @Override
    public ScenarioDesk scenarioDesk() {
        return source.scenarioDesk();
    }

    @Override
    public Optional<BackendSource> throwAway() {
        return source.throwAway();
    }

    @Override
    public Optional<String> explainCrash() {
        return source.explainCrash();
    }

    @Override
    public boolean isPrivate() {
        return source.isPrivate();
    }

    @Override
    public boolean hasEnded() {
        return source.hasEnded();
    }

    @Override
    public boolean kill(int pid) {
        return source.kill(pid);
    }

    @Override
    public Optional<String> warning() {
        return source.warning();
    }

    @Override
    public Optional<String> partingWords() {
        return source.partingWords();
    }

    @Override
    public void close() {
        source.close();
    }
}
