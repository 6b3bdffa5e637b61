package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What goes for all that follows: time limits, and what an error does; and scenarios. */
class SessionRulesTest {
    private final Conversation talk = Conversation.batch();

    @Test
    void whatTakesLongerThanTheLimitIsCancelledAndAnError() {
        assertThat(talk.type(
                        "\\timeout 10ms", "SELECT sleep();", "\\expect error '57014'", "\\timeout off", "SELECT 1;"))
                .containsExactly(
                        "SELECT sleep(): canceling statement due to user request",
                        "held: error '57014'",
                        "SELECT 1: 1 row");
        assertThat(talk.backend().heard).containsOnlyOnce("(cancel)");
        assertThat(talk.finish().isGood()).isTrue();
    }

    @Test
    void whatIsQuickerIsLeftAlone() {
        talk.type("\\timeout 2min", "SELECT 1;", "\\warmup 2 SELECT 2;");

        assertThat(talk.backend().heard).doesNotContain("(cancel)");
    }

    @Test
    void anErrorStopsTheTextWhereThatIsWanted() {
        assertThat(talk.type("\\set on_error stop", "SELECT fail();", "SELECT 2;", "\\q"))
                .containsExactly(
                        "SELECT fail(): division by zero",
                        "NOTE stopped at the first failure, as \\set on_error stop says");
        assertThat(talk.runner.halted()).isTrue();
        assertThat(talk.runner.stopped()).isFalse();
        assertThat(talk.finish().failures()).hasSize(1);
    }

    @Test
    void aFailureStopsCommandsToo() {
        talk.type("\\set ON_ERROR_STOP on", "SELECT fail();", "\\q");

        assertThat(talk.runner.halted()).isTrue();
        assertThat(talk.runner.stopped()).isFalse();
        assertThat(talk.finish().failures()).hasSize(1);
    }

    @Test
    void anExpectedErrorStopsNothing() {
        assertThat(talk.type("\\set on_error stop", "SELECT fail();", "\\expect error", "SELECT 2;"))
                .last()
                .isEqualTo("SELECT 2: 1 row");
    }

    @Test
    void anErrorMayBeExpectedBehindTheEndOfItsWindow() {
        talk.type("begin", "SELECT fail();", "end", "\\expect error");

        assertThat(talk.finish().failures()).isEmpty();
    }

    @Test
    void anErrorBeforeTheLastOneIsStillAFailure() {
        talk.type("begin", "SELECT fail();", "SELECT fail();", "end", "\\expect error");

        assertThat(talk.finish().failures()).hasSize(1);
    }

    @Test
    void anErrorThatNobodyExpectsBehindTheEndIsAFailure() {
        talk.type("begin", "SELECT fail();", "end", "SELECT 1;");

        assertThat(talk.finish().failures()).hasSize(1);
    }

    @Test
    void aFailedExpectationStopsInsideARepeat() {
        assertThat(talk.type("\\set on_error stop", "\\repeat 5", "SELECT 1;", "\\expect rows = 2", "\\endrepeat"))
                .filteredOn(line -> line.startsWith("SELECT 1"))
                .hasSize(1);
    }

    @Test
    void theNextTextAtThePromptRunsAgain() {
        talk.type("\\set on_error stop", "SELECT fail();");

        assertThat(talk.type("SELECT 2;", "SELECT 3;")).containsExactly("SELECT 2: 1 row", "SELECT 3: 1 row");
    }

    @Test
    void errorsGoOnByDefault() {
        assertThat(talk.type("\\set on_error stop", "\\unset on_error", "SELECT fail();", "SELECT 2;"))
                .last()
                .isEqualTo("SELECT 2: 1 row");
    }

    @Test
    void aScenarioCountsAsAWindowOfItsName() {
        assertThat(talk.type("\\scenario soak iterations=5", "\\expect chunk_leak symbol leak_top"))
                .containsExactly(
                        "window \"soak\" open",
                        "window \"soak\" closed, [1] WARNING leak_top 32 bytes x2",
                        "soak done with 1 curve",
                        "held: chunk_leak symbol leak_top");
        assertThat(talk.finish().windows()).isEqualTo(1);
        assertThat(talk.backend().heard).containsExactly("scenario soak");
    }

    @Test
    void aScenarioThatTheServerRefusesIsAnErrorThatMayBeExpected() {
        assertThat(talk.type("\\scenario nonsense", "\\expect error '22023' 'unknown scenario'"))
                .containsExactly(
                        "\\scenario nonsense: unknown scenario \"nonsense\"", "held: error '22023' 'unknown scenario'");
    }

    @Test
    void aScenarioStandsInNoWindow() {
        assertThat(talk.type("begin;", "\\scenario soak"))
                .last()
                .isEqualTo("ERROR \\scenario is a window of its own; end the open one first");
    }
}
