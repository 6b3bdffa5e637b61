package dev.memcheck.shell.session;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.ConnectionChange;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.PasswordNeededException;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.backend.VersionSkew;
import dev.memcheck.finding.Finding;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stands before a source and looks at each backend that comes out of it: one whose extension does not fit is brought up to
 * date if the user wants it, or is refused with a sentence. Where the server wants a password, it is asked for.
 */
public final class VersionGate implements BackendSource {
    private final BackendSource source;
    private final Watchman watchman;

    /** Where backends come from since {@link #move}. */
    private volatile Optional<BackendSource> moved = Optional.empty();

    /** Whether that may be another server. */
    private volatile boolean elsewhere;

    /** Connected by {@link #move}, and not asked for yet. */
    private volatile Optional<Backend> ready = Optional.empty();

    /** Says what becomes of a backend that does not fit, and knows what the user knows. */
    public interface Watchman {
        /** Whether to update the extension; asked only where an update would help. */
        boolean updates(VersionSkew skew);

        /** Whether a backend that does not fit may pass, as it is; its windows are refused. */
        boolean lets(VersionSkew skew);

        /**
         * The password that the server wants, if somebody gives it.
         *
         * @param user whose it is
         */
        default Optional<String> password(Optional<String> user) {
            return Optional.empty();
        }
    }

    public VersionGate(BackendSource source, Watchman watchman) {
        this.source = source;
        this.watchman = watchman;
    }

    /** For texts, where nobody is asked about what does not fit. */
    public static VersionGate closed(BackendSource source, Function<Optional<String>, Optional<String>> password) {
        return new VersionGate(source, new Watchman() {
            @Override
            public Optional<String> password(Optional<String> user) {
                return password.apply(user);
            }

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
        Optional<Backend> waiting = ready;
        ready = Optional.empty();
        return waiting.orElseGet(this::connectAnew);
    }

    private Backend connectAnew() {
        try {
            return connect(current());
        } catch (BackendUnavailableException e) {
            BackendSource known = withPassword(e);
            Backend backend = connect(known);
            moved.ifPresent(BackendSource::close);
            moved = Optional.of(known);
            return backend;
        }
    }

    /**
     * The same source with the password that it lacks.
     *
     * @throws BackendUnavailableException as it was if it lacks none, or nobody gives it
     */
    private BackendSource withPassword(BackendUnavailableException failure) {
        return PasswordNeededException.among(failure)
                .flatMap(needed -> watchman.password(needed.user()).map(needed::with))
                .orElseThrow(() -> failure);
    }

    @Override
    public void move(ConnectionChange change) {
        BackendSource next = current().changed(change);
        try {
            try {
                ready = Optional.of(connect(next));
            } catch (BackendUnavailableException e) {
                next = withPassword(e);
                ready = Optional.of(connect(next));
            }
        } catch (BackendUnavailableException e) {
            next.close();
            throw e;
        }
        moved.ifPresent(BackendSource::close);
        moved = Optional.of(next);
        elsewhere |= change.mayLeaveServer();
    }

    private BackendSource current() {
        return moved.orElse(source);
    }

    /** Who knows the server. */
    private BackendSource owner() {
        return elsewhere ? current() : source;
    }

    private Backend connect(BackendSource from) {
        Backend backend = from.connect();
        Optional<VersionSkew> skew = backend.skew();
        if (skew.filter(VersionSkew::mendedByUpdate).filter(watchman::updates).isPresent()) {
            update(backend);
            backend.close();
            backend = from.connect();
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
        return current().observer();
    }

    @Override
    public Optional<String> explainLoss(int pid) {
        return owner().explainLoss(pid);
    }

    @Override
    public ScenarioDesk scenarioDesk() {
        return current().scenarioDesk();
    }

    @Override
    public Optional<Finding> crash(int pid) {
        return owner().crash(pid);
    }

    @Override
    public Optional<BackendSource> throwAway() {
        return owner().throwAway();
    }

    @Override
    public Optional<String> explainCrash() {
        return owner().explainCrash();
    }

    @Override
    public boolean isPrivate() {
        return owner().isPrivate();
    }

    @Override
    public boolean hasEnded() {
        return owner().hasEnded();
    }

    @Override
    public boolean kill(int pid) {
        return owner().kill(pid);
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
        ready.ifPresent(Backend::close);
        moved.ifPresent(BackendSource::close);
        source.close();
    }
}
