package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.scenario.ScenarioCall;
import dev.memcheck.scenario.ScenarioProgress;
import dev.memcheck.scenario.ScenarioVerdict;
import dev.memcheck.scenario.ScenarioWorker;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A scenario of one session, seen and stopped from others. */
class ScenarioDeskIT {
    private static final ScenarioCall ENDLESS = new ScenarioCall(
            "concurrent_backends",
            OptionalInt.of(10_000_000),
            Optional.of("SELECT leak_top()"),
            List.of(new ScenarioCall.Parameter("backends", "2", true)));

    private static PrivateCluster cluster;

    @BeforeAll
    static void start() {
        cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
        try (Backend helper = cluster.connect()) {
            assertThat(helper.execute("CREATE EXTENSION buggy_ext")).isInstanceOf(StatementResult.Done.class);
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void itIsSeenAndStoppedByItsRoleAlone() throws Exception {
        try (Backend backend = cluster.connect();
                Backend stranger = cluster.connect()) {
            int pid = backend.facts().pid();
            ScenarioDesk desk = cluster.scenarioDesk();
            assertThat(desk.stop(pid)).isFalse();
            assertThat(desk.progress(pid)).isEmpty();
            become(stranger);

            CompletableFuture<ScenarioVerdict> running =
                    CompletableFuture.supplyAsync(() -> backend.runScenario(ENDLESS));
            ScenarioProgress progress = awaitFirstCall(desk, pid);
            StatementResult refused = stranger.execute("SELECT ext_memcheck.stop_scenario(" + pid + ")");
            assertThat(running.isDone()).isFalse();
            assertThat(desk.stop(pid)).isTrue();
            ScenarioVerdict verdict = running.get(3, TimeUnit.MINUTES);

            assertThat(progress.scenario()).isEqualTo("concurrent_backends");
            assertThat(progress.phase()).isEqualTo("measuring");
            assertThat(progress.planned()).isEqualTo(20_000_000);
            assertThat(((StatementResult.Failed) refused).error().sqlState()).isEqualTo("42501");
            assertThat(verdict.error()).isEmpty();
            assertThat(verdict.findings())
                    .isNotEmpty()
                    .allMatch(found -> found.site().symbol().equals(Optional.of("leak_top")))
                    .allMatch(found -> found.scenarioSession().isPresent(), "says in which of the two sessions");
            assertThat(verdict.workers())
                    .hasSize(2)
                    .extracting(ScenarioWorker::ending)
                    .containsOnly("finished");
            assertThat(desk.progress(pid)).isEmpty();
        }
    }

    private static void become(Backend stranger) {
        for (String sql : List.of(
                "CREATE ROLE stranger",
                "GRANT USAGE ON SCHEMA ext_memcheck TO stranger",
                "GRANT EXECUTE ON FUNCTION ext_memcheck.stop_scenario(int) TO stranger",
                "SET ROLE stranger")) {
            assertThat(stranger.execute(sql)).isInstanceOf(StatementResult.Done.class);
        }
    }

    private static ScenarioProgress awaitFirstCall(ScenarioDesk desk, int pid) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < deadline) {
            Optional<ScenarioProgress> progress = desk.progress(pid);
            if (progress.isPresent() && progress.get().calls() > 0) {
                return progress.get();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        throw new AssertionError("the scenario does not begin");
    }
}
