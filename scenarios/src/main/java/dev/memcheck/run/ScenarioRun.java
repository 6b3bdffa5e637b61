package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.scenario.ScenarioCall;
import dev.memcheck.scenario.ScenarioVerdict;
import dev.memcheck.script.Item;
import java.util.List;
import java.util.Optional;

/**
 * A scenario while it runs, in the place that is fit for it: on the session's server, or, where it provokes crashes, on
 * a copy of that, so that not even a crash that takes all processes along reaches the session. {@link #stop} is safe from any
 * thread.
 */
final class ScenarioRun {
    private final BackendSlot slot;
    private final RunListener listener;
    private volatile Optional<WatchedScenario> running = Optional.empty();
    private volatile boolean stopped;

    ScenarioRun(BackendSlot slot, RunListener listener) {
        this.slot = slot;
        this.listener = listener;
    }

    /** The call of the scenario that a session text asks for. */
    static ScenarioCall call(Item.Scenario item) {
        List<ScenarioCall.Parameter> parameters = item.parameters().stream()
                .map(said -> new ScenarioCall.Parameter(said.key(), said.value(), said.isJson()))
                .toList();
        return new ScenarioCall(item.name(), item.iterations(), item.workload(), parameters);
    }

    /** @throws BackendLostException if the session's own backend goes meanwhile */
    ScenarioVerdict run(ScenarioCall call) {
        Backend session = slot.get();
        if (!provokesCrashes(call)) {
            return on(session, slot.scenarioDesk(), call);
        }
        Optional<BackendSource> copy = copy(call);
        if (copy.isEmpty()) {
            return on(session, slot.scenarioDesk(), call);
        }
        try (BackendSource throwAway = copy.get()) {
            return onCopy(throwAway, session.sessionState(), call);
        }
    }

    /**
     * Asks the server to end it and to tell what it has found.
     *
     * @return whether the server was asked now; a second wish is for something harder
     */
    boolean stop() {
        if (stopped) {
            return false;
        }
        // before the server is asked: the scenario may be over before the answer is here
        stopped = true;
        stopped = running.map(WatchedScenario::stop).orElse(false);
        return stopped;
    }

    /** Whether it was ended before its end. */
    boolean wasStopped() {
        return stopped;
    }

    private boolean provokesCrashes(ScenarioCall call) {
        return slot.scenarioDesk().catalog().stream()
                .anyMatch(known -> known.name().equals(call.name()) && known.provokesCrashes());
    }

    private Optional<BackendSource> copy(ScenarioCall call) {
        String risk = call.name() + " provokes crashes, and one that holds locks of the server ends all its sessions: ";
        try {
            Optional<BackendSource> copy = slot.throwAway();
            if (copy.isEmpty()) {
                listener.message(
                        MessageKind.NOTE, risk + "on a private backend it would run on a copy, here it does not");
            }
            return copy;
        } catch (BackendUnavailableException e) {
            listener.message(MessageKind.NOTE, risk + "it runs here, since " + e.getMessage());
            return Optional.empty();
        }
    }

    private ScenarioVerdict onCopy(BackendSource copy, List<String> sessionState, ScenarioCall call) {
        try (Backend backend = copy.connect()) {
            sessionState.forEach(backend::execute);
            return on(backend, copy.scenarioDesk(), call);
        } catch (BackendLostException lost) {
            String how = copy.explainCrash().orElse(lost.getMessage());
            return new ScenarioVerdict(
                    List.of(CrashFinding.of(how, call.workload().orElse(""))), List.of(), List.of(), Optional.empty());
        }
    }

    private ScenarioVerdict on(Backend backend, ScenarioDesk desk, ScenarioCall call) {
        WatchedScenario watched = new WatchedScenario(backend, desk, listener);
        running = Optional.of(watched);
        try {
            return watched.run(call);
        } finally {
            running = Optional.empty();
        }
    }
}
