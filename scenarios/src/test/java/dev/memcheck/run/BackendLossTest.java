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
    void anOrderlyEndIsTheErrorThatTheServerSaid() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("SELECT terminate();", "\\expect error '57P01' 'administrator'"))
                .last()
                .isEqualTo("held: error '57P01' 'administrator'");
        assertThat(talk.finish().isGood()).isTrue();
    }

    @Test
    void anotherErrorThanTheServersLastIsNoneThatWasExpected() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("SELECT terminate();", "\\expect error '22012'"))
                .last()
                .isEqualTo(
                        "failed: error '22012', found ERROR 57P01: terminating connection due to administrator command");
        assertThat(talk.finish().lostBackend()).isTrue();
    }

    @Test
    void aCrashSaysNoError() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("SELECT crash();", "\\expect error"))
                .last()
                .isEqualTo("failed: error, found the backend lost");
        assertThat(talk.finish().lostBackend()).isTrue();
    }

    @Test
    void theEndOfAWindowThatIsGoneLeavesItsCrashToBeExpected() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin a; begin b; SELECT crash(); end b; end", "\\expect crash", "begin c; end c; end"))
                .contains("NOTE window \"b\" went with its backend", "NOTE window \"a\" went with its backend")
                .contains("held: crash");
        RunOutcome outcome = talk.finish();
        assertThat(outcome.lostBackend()).isFalse();
        assertThat(outcome.failures())
                .extracting(Failure::text)
                .containsExactly("no window is open; begin opens one (to end a transaction, type COMMIT or ROLLBACK)");
    }

    @Test
    void aWindowThatWentUnjudgedIsNotClean() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin a; SELECT terminate(); end", "\\expect error '57P01'", "\\expect clean"))
                .endsWith("held: error '57P01'", "failed: clean, found it went with its backend, unjudged");
        assertThat(talk.finish().isGood()).isFalse();
    }

    @Test
    void theEndOfAnotherWindowThanTheOneThatIsGoneIsRefused() {
        Conversation talk = Conversation.batch();

        talk.type("begin a; SELECT terminate(); end b");

        assertThat(talk.finish().failures())
                .extracting(Failure::kind)
                .containsExactly(Failure.Kind.REFUSED, Failure.Kind.BACKEND_LOST);
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
