package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class CancelWatchTest {
    private static final String LIMIT = "\\set cancel_timeout 100ms";

    @Test
    void aBackendOfOursThatAnswersNoTimeoutIsKilledAndTheTextGoesOn() {
        Conversation talk = Conversation.interactive();

        List<String> said = talk.type(LIMIT, "\\timeout 50ms", "SELECT deaf();", "\\timeout off", "SELECT 2;");

        assertThat(said)
                .anyMatch(line -> line.startsWith(
                        "lost 101: it did not answer a cancel for 100 ms, and memcheck has killed it in SELECT deaf()"))
                .contains("reconnected to 102", "SELECT 2: 1 row");
    }

    @Test
    void whoKilledABackendIsKnownBeforeItIsGone() {
        FakeServer server = new FakeServer();
        BackendSlot slot = new BackendSlot(server, Conversation.interactive(), new StatementHistory(1));
        int pid = slot.get().facts().pid();
        List<String> asked = new ArrayList<>();
        server.whenKilled = () -> slot.explainLoss(pid).ifPresent(asked::add);

        slot.giveUp("100 ms");

        assertThat(asked).containsExactly("it did not answer a cancel for 100 ms, and memcheck has killed it");
    }

    @Test
    void aRunThatIsToStopEndsThoughNothingAnswers() {
        Conversation talk = new Conversation(new FakeServer().connected(), RunOptions.batch(0, Severity.WARNING));
        talk.type(LIMIT);
        whenHeard(talk, "SELECT deaf()", talk.runner::interrupt);

        List<String> said = talk.type("SELECT deaf();", "SELECT 2;");

        assertThat(said)
                .anyMatch(
                        line -> line.contains("memcheck has given up the connection; the process goes on at the server"
                                + " until it is ended, as by SELECT pg_terminate_backend(101)"))
                .noneMatch(line -> line.startsWith("SELECT 2"));
    }

    @Test
    void aPersonDecidesAboutTheBackendOfSomebodysServer() {
        Conversation talk = new Conversation(new FakeServer().connected(), RunOptions.interactive(Severity.WARNING));
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        talk.runner.talkTo(new Nobody(), text -> {
            told.add(text);
            talk.runner.cancel();
        });
        talk.type(LIMIT);
        whenHeard(talk, "SELECT deaf()", talk.runner::cancel);

        List<String> said = talk.type("SELECT deaf();");

        assertThat(told)
                .containsExactly(
                        "the server has not answered the cancel for 100 ms. Ctrl-C again gives up the connection;"
                                + " the process goes on there until it is ended, as by SELECT pg_terminate_backend(101)");
        assertThat(said)
                .anyMatch(line -> line.contains("given up the connection"))
                .contains("reconnected to 102");
    }

    @Test
    void aCancelThatComesBeforeItsStatementIsSentAgain() {
        Conversation talk = Conversation.interactive();
        talk.type("SELECT 1;");
        talk.backend().earlyCancels = 1;
        whenHeard(talk, "SELECT sleep()", talk.runner::cancel);

        assertThat(talk.type("SELECT sleep();", "SELECT 2;")).noneMatch(line -> line.startsWith("SELECT 2"));

        assertThat(talk.backend().heard).containsExactly("SELECT 1", "SELECT sleep()", "(cancel)", "(cancel)");
    }

    @Test
    void aStatementThatBeginsAsTheTextIsCancelledIsCancelled() {
        Conversation talk = Conversation.interactive();
        talk.type("SELECT 1;");
        talk.backend().earlyCancels = 1;
        talk.backend().whenLookedAt = look -> {
            if (look == 4) {
                talk.runner.cancel();
            }
        };

        List<String> said = talk.type("begin; SELECT leak_top(); SELECT sleep(); SELECT 2; end");

        assertThat(talk.backend().heard)
                .containsSubsequence("SELECT leak_top()", "(cancel)", "SELECT sleep()", "(cancel)")
                .doesNotContain("SELECT 2", "end");
        assertThat(said).noneMatch(line -> line.startsWith("lost"));
    }

    private record Nobody() implements WriteConsent {
        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public Answer ask(String why) {
            return Answer.NO;
        }
    }

    private static void whenHeard(Conversation talk, String sql, Runnable then) {
        Thread other = new Thread(() -> {
            await(() -> !talk.server.backends.isEmpty()
                    && List.copyOf(talk.backend().heard).contains(sql));
            then.run();
        });
        other.setDaemon(true);
        other.start();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
