package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A scenario that takes its time: watched, and ended by the user. */
class ScenarioRunTest {
    private final Conversation talk = Conversation.interactive();

    @Test
    void nobodyIsAskedHowFarItIsUnlessSomebodyWatches() {
        assertThat(talk.type("\\scenario soak iterations=5")).last().isEqualTo("soak done with 1 curve");
        assertThat(talk.server.desk.asked.getCount()).isEqualTo(1);
    }

    @Test
    void whoWatchesIsToldHowFarItIs() throws Exception {
        talk.watch();
        Thread user = pressingControlC();

        List<String> said = talk.type("\\scenario soak workload='sleep()'");

        user.join();
        assertThat(said).contains("soak at 50 of 100", "over");
    }

    @Test
    void theFirstControlCKeepsWhatWasFound() throws Exception {
        talk.watch();
        Thread user = pressingControlC();

        List<String> said = talk.type("\\scenario soak workload='sleep()'", "SELECT 1");

        user.join();
        assertThat(said)
                .contains("soak stopped with 1 curve")
                .anyMatch(line -> line.startsWith("window \"soak\" closed, [1] WARNING leak_top"));
        assertThat(talk.backend().heard).containsExactly("scenario soak", "(stop)");
    }

    @Test
    void aWorkloadThatFailsNowAndThenIsPartOfTheScenario() {
        talk.type("\\scenario soak workload='SELECT 1'", "\\expect chunk_leak", "SELECT 1");

        assertThat(talk.finish().failures()).isEmpty();
    }

    @Test
    void whatProvokesCrashesRunsOnACopyWithTheSessionsRole() {
        talk.server.copies = Optional.of(new ArrayList<>());

        List<String> said = talk.type("\\scenario storm", "\\expect crash from my_ext symbol boom", "SELECT 1");

        assertThat(said)
                .anyMatch(line -> line.startsWith("window \"storm\" closed, [1] ERROR boom"))
                .contains("held: crash from my_ext symbol boom", "SELECT 1: 1 row")
                .noneMatch(line -> line.startsWith("lost"));
        assertThat(talk.backend().heard).containsExactly("SELECT 1");
        FakeServer copy = talk.server.copies.get().get(0);
        assertThat(copy.backends.get(0).heard).containsExactly("SET ROLE fake", "scenario storm", "(close)");
    }

    @Test
    void onAServerOfSomebodyElsesItRunsThereWithAWarning() {
        List<String> said = talk.type("\\scenario storm", "\\expect crash");

        assertThat(said)
                .anyMatch(line -> line.startsWith("NOTE storm provokes crashes"))
                .anyMatch(line -> line.startsWith("lost 101: server process (PID 101) was terminated by signal 11"))
                .contains("held: crash");
    }

    /** Once the server has been asked how far it is, so that the scenario runs. */
    private Thread pressingControlC() {
        Thread user = new Thread(() -> {
            try {
                assertThat(talk.server.desk.asked.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            talk.runner.cancel();
        });
        user.start();
        return user;
    }
}
