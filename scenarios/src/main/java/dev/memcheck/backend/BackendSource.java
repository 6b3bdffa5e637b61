package dev.memcheck.backend;

import dev.memcheck.finding.Finding;
import java.util.Optional;

/** Where backends come from: a private cluster, or a server that the user named. Safe for use by several threads. */
public interface BackendSource extends AutoCloseable {
    /**
     * Connects a fresh backend, warmed up so that looking at it later changes nothing in it. After a crash it waits
     * until the server has recovered.
     *
     * @throws BackendUnavailableException if there is none to be had; the message says why and what to do
     */
    Backend connect();

    /**
     * A source of other backends, as the change says; this one stays as it is.
     *
     * @throws BackendUnavailableException if what was given cannot be understood
     */
    default BackendSource changed(ConnectionChange change) {
        throw new BackendUnavailableException("there is no other connection to be had here");
    }

    /**
     * Connects another backend, which {@link #connect} gives next, and goes on with its like. Nothing changes if it cannot be had.
     *
     * @throws BackendUnavailableException if there is none to be had
     */
    default void move(ConnectionChange change) {
        throw new BackendUnavailableException("there is no other connection to be had here");
    }

    /**
     * Looks at this server's backends from a connection of its own, which is opened when something is first asked. To be
     * closed before the source is.
     *
     * @throws BackendUnavailableException if there is no server to be had
     */
    Observer observer();

    /**
     * How a lost backend ended, from the server's log: signal or message, and the statement. Empty where the log is out
     * of reach or says nothing.
     *
     * @param pid the process id that {@link BackendFacts#pid} gave
     */
    Optional<String> explainLoss(int pid);

    /**
     * What a lost backend wrote down of its crash in a window: function and stacks. Waits until the server has recovered.
     * Empty if it wrote nothing, or the server does not come back.
     *
     * @param pid the process id that {@link BackendFacts#pid} gave
     */
    default Optional<Finding> crash(int pid) {
        return Optional.empty();
    }

    /** Knows and stops scenarios beside the backends that run them; closed with this source. */
    default ScenarioDesk scenarioDesk() {
        return ScenarioDesk.none();
    }

    /**
     * A copy of the server as it is now, for what may crash it: to be closed by the caller. Empty where the server is
     * somebody else's.
     *
     * @throws BackendUnavailableException if it cannot be made; the message says why
     */
    default Optional<BackendSource> throwAway() {
        return Optional.empty();
    }

    /** How the process that took all others along has ended, from the server's log; empty if none has. */
    default Optional<String> explainCrash() {
        return Optional.empty();
    }

    /** Whether the server is ours and goes with this source, so that nothing on it matters to anybody. */
    default boolean isPrivate() {
        return false;
    }

    /** Whether the server has ended for good, so that it never has another backend. */
    default boolean hasEnded() {
        return false;
    }

    /**
     * Kills a backend that answers nothing, whatever that means for the others. Safe from any thread.
     *
     * @return false if it is not ours to kill
     */
    default boolean kill(int pid) {
        return false;
    }

    /** What the user should know of the server before its answers; empty if nothing. */
    default Optional<String> warning() {
        return Optional.empty();
    }

    /** What the user should read after {@link #close}, as how to reach a cluster that was kept; empty if nothing. */
    Optional<String> partingWords();

    /** Gives up what was started, and waits until it is gone. Raises nothing. */
    @Override
    void close();
}
