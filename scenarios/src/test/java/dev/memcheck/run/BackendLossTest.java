package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendUnavailableException;
import org.junit.jupiter.api.Test;

class BackendLossTest {
    private static final String CRASH = "server process (PID 101) was terminated by signal 11: Segmentation fault";

    @Test
    void aLostBackendIsToldOfAndReplacedAndTheSessionGoesOn() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("SELECT terminate();", "SELECT 1;"))
                .containsExactly(
                        "lost 101: terminating connection due to administrator command in SELECT terminate()",
                        "reconnected to 102",
                        "SELECT 1: 1 row");
        RunOutcome outcome = talk.finish();
        assertThat(outcome.lostBackend()).isTrue();
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void itsWindowsAreGoneAndTheFindingsStay() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin a; begin b; SELECT leak_top(); SELECT crash();", "SELECT 1;"))
                .endsWith(
                        "lost 101: " + CRASH + " in SELECT crash(), window \"b\" gone, window \"a\" gone",
                        "reconnected to 102",
                        "SELECT 1: 1 row");
        assertThat(talk.runner.state().inWindow()).isFalse();
        assertThat(talk.finish().findings())
                .extracting(numbered -> numbered.finding().checkType().label())
                .containsExactly("chunk_leak", "crash");
    }

    @Test
    void anExpectedCrashIsNoLoss() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT crash();", "\\expect crash")).last().isEqualTo("held: crash");
        assertThat(talk.finish().isGood()).isTrue();
    }

    @Test
    void anOrderlyEndIsNoCrash() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("SELECT terminate();", "\\expect crash"))
                .last()
                .isEqualTo("failed: crash, found none in the session");
        assertThat(talk.finish().lostBackend()).isTrue();
    }

    @Test
    void aNewBackendCannotTakeBackWhatWasCertain() {
        Conversation talk = Conversation.interactive();
        talk.type("begin; SELECT leak_top(); SELECT leak_top(); end", "SELECT crash();");

        talk.type("begin; SELECT leak_top(); end");

        assertThat(talk.runner.finding(1))
                .hasValueSatisfying(finding -> assertThat(finding.confirmed()).isTrue());
    }

    @Test
    void withoutANewBackendTheNextStatementSaysSo() {
        Conversation talk = Conversation.batch(new FakeServer().refusingAfter(1));

        assertThat(talk.type("SELECT crash();"))
                .last()
                .isEqualTo("ERROR no new backend: the fake server takes no more connections");
        assertThatThrownBy(() -> talk.type("SELECT 1;")).isInstanceOf(BackendUnavailableException.class);
        assertThat(talk.runner.outcome().lostBackend()).isTrue();
    }

    @Test
    void afterALossTheWindowOfBeforeCannotBeConfirmed() {
        Conversation talk = Conversation.interactive();
        talk.type("begin; SELECT leak_top(); end", "SELECT crash();");

        assertThat(talk.runner.confirm(1)).isPresent();
    }
}
