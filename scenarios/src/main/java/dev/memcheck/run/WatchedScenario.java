package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.scenario.ScenarioCall;
import dev.memcheck.scenario.ScenarioVerdict;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A scenario on one backend. Where the listener watches, the backend is waited for on a thread of its own, so that this
 * one can ask how far it is.
 */
final class WatchedScenario {
    private static final long GLANCE_MILLIS = 200;

    private final Backend backend;
    private final ScenarioDesk desk;
    private final RunListener listener;

    WatchedScenario(Backend backend, ScenarioDesk desk, RunListener listener) {
        this.backend = backend;
        this.desk = desk;
        this.listener = listener;
    }

    /** @throws BackendLostException if the backend goes meanwhile */
    ScenarioVerdict run(ScenarioCall call) {
        return listener.watchesScenarios() ? runWatched(call) : backend.runScenario(call);
    }

    /** Asks the server to end it. Safe from any thread. */
    boolean stop() {
        return desk.stop(backend.facts().pid());
    }

    private ScenarioVerdict runWatched(ScenarioCall call) {
        FutureTask<ScenarioVerdict> running = new FutureTask<>(() -> backend.runScenario(call));
        Thread thread = new Thread(running, "memcheck-scenario");
        thread.setDaemon(true);
        thread.start();
        try {
            while (true) {
                try {
                    return running.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException stillRunning) {
                    desk.progress(backend.facts().pid()).ifPresent(listener::scenarioRuns);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the loop", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            listener.scenarioOver();
        }
    }
}
