package dev.memcheck.run;

import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.scenario.ScenarioDescription;
import dev.memcheck.scenario.ScenarioProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/** Knows the scenario {@code soak}, which is always halfway, and {@code storm}, which provokes crashes. */
public final class FakeScenarioDesk implements ScenarioDesk {
    /** Open once somebody has asked how far the scenario is. */
    final CountDownLatch asked = new CountDownLatch(1);

    private final IntConsumer stopper;

    /** @param stopper ends the scenario of the backend with this pid */
    public FakeScenarioDesk(IntConsumer stopper) {
        this.stopper = stopper;
    }

    @Override
    public List<ScenarioDescription> catalog() {
        ScenarioDescription storm = new ScenarioDescription("storm", "Provokes crashes.", List.of(), true);
        ScenarioDescription soak = new ScenarioDescription(
                "soak",
                "Repeats the workload.",
                List.of(
                        new ScenarioDescription.Parameter("warmup", "integer", "10", "0 to 1000", "calls before"),
                        new ScenarioDescription.Parameter("library", "text", "", "", "whose")),
                false);
        return List.of(soak, storm);
    }

    @Override
    public Optional<ScenarioProgress> progress(int pid) {
        asked.countDown();
        return Optional.of(new ScenarioProgress("soak", "soaking", 50, 100, Duration.ofSeconds(10)));
    }

    @Override
    public boolean stop(int pid) {
        stopper.accept(pid);
        return true;
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
