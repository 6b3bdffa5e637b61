package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionRunnerTest {
    private static final String EXPLANATION =
            "HINT begin and end bracket a memcheck window; SQL's own are BEGIN TRANSACTION and COMMIT";

    @Test
    void outsideAWindowAStatementIsOnlyRun() {
        Conversation talk = Conversation.interactive();

        assertThat(talk.type("SELECT leak_top();")).containsExactly("SELECT leak_top(): 1 row");
        assertThat(talk.runner.history()).isEmpty();
    }

    @Test
    void inAWindowAStatementShowsWhatItLeft() {
        Conversation talk = Conversation.interactive();

        assertThat(talk.type("begin; SELECT leak_top(); end"))
                .containsExactly(
                        EXPLANATION,
                        "window 1 open",
                        "SELECT leak_top(): 1 row, 32 bytes stayed, [1] INFO leak_top 32 bytes x1",
                        "window 1 closed, [1] INFO leak_top 32 bytes x1");
        assertThat(talk.runner.history()).hasSize(1);
    }

    @Test
    void aLeakSeenAgainInTheSameWindowIsCertain() {
        Conversation talk = Conversation.interactive();

        assertThat(talk.type("begin; SELECT leak_top(); SELECT leak_top(); end"))
                .contains("window 1 closed, [1] WARNING leak_top 64 bytes x2");
    }

    @Test
    void aFileRepeatsTheWindowAndTheLeakComesBack() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT leak_top(); end"))
                .endsWith(
                        "window 1 is repeated 2 times",
                        "window 1 closed, repeated 64 of 64, [1] WARNING leak_top 32 bytes x65");
        assertThat(talk.backend().heard)
                .startsWith("begin", "SELECT leak_top()", "end", "begin", "SELECT leak_top()", "end")
                .hasSize(3 * 65);
        assertThat(talk.finish().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.text())
                        .isEqualTo("finding 1: WARNING chunk_leak in TopMemoryContext, 32 bytes in 1 chunk, leak_top"
                                + " (buggy_ext)"));
    }

    @Test
    void aCacheThatFillsOnceStaysUnconfirmedAndDoesNotFail() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT cache_once(); end"))
                .endsWith("window 1 closed, repeated 2 of 2, [1] INFO cache_once 64 bytes x1");
        assertThat(talk.finish().isGood()).isTrue();
    }

    @Test
    void aWindowThatIsSureByFewRunsIsRepeatedSinceAPoolMayHaveManyPlaces() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT leak_top(); SELECT leak_top(); SELECT leak_top(); end"))
                .endsWith(
                        "PROGRESS window 1 is repeated: a cache may take a few calls to fill",
                        "window 1 closed, repeated 21 of 21, [1] WARNING leak_top 96 bytes x66");
    }

    @Test
    void aCacheThatFillsInThreeCallsIsNotConfirmedAnyMoreWhenItIsQuiet() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT cache_thrice(); SELECT cache_thrice(); SELECT cache_thrice(); end"))
                .endsWith("window 1 closed, repeated 2 of 2, [1] INFO cache_thrice 96 bytes x3");
        assertThat(talk.finish().isGood()).isTrue();
    }

    @Test
    void aCacheThatFillsWhileItIsRepeatedIsNotConfirmedEither() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT cache_thrice(); end"))
                .endsWith("window 1 closed, repeated 6 of 6, [1] INFO cache_thrice 32 bytes x3");
        assertThat(talk.finish().isGood()).isTrue();
    }

    @Test
    void aLeakThatCannotBeRepeatedStaysConfirmed() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; BEGIN TRANSACTION; SELECT leak_top(); SELECT leak_top(); end"))
                .last()
                .isEqualTo(
                        "window 1 closed, repeated 0 of 1 (it leaves a transaction open), [1] WARNING leak_top 64 bytes"
                                + " x2");
    }

    @Test
    void whatComesBackEachTimeIsRepeatedUntilItIsCertain() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT lose_in_library(); end"))
                .endsWith("window 1 closed, repeated 64 of 64, [1] WARNING lose_in_library 16 bytes x65");
    }

    @Test
    void withoutRepeatsNothingIsRepeated() {
        Conversation talk = Conversation.with(RunOptions.batch(0, Severity.WARNING));

        assertThat(talk.type("begin; SELECT lose_in_library(); end"))
                .endsWith("window 1 closed, [1] INFO lose_in_library 16 bytes x1");
    }

    @Test
    void failOnInfoTakesEvenTheUnconfirmed() {
        Conversation talk = Conversation.with(RunOptions.batch(2, Severity.INFO));

        talk.type("begin; SELECT cache_once(); end");

        assertThat(talk.finish().isGood()).isFalse();
    }

    @Test
    void aCleanWindowIsNotRepeated() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT 1; end")).last().isEqualTo("window 1 closed");
    }

    @Test
    void aWindowThatChangesItsWorldSaysWhyItCannotBeRepeatedAndStillConfirms() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; CREATE TABLE t (); SELECT leak_top(); end"))
                .last()
                .isEqualTo("window 1 closed, repeated 1 of 2 (\"CREATE TABLE t ()\" succeeded before and fails now:"
                        + " relation already exists), [1] WARNING leak_top 32 bytes x2");
    }

    @Test
    void aRepeatThatBreaksItsTransactionIsGivenUp() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type(
                        "begin; SELECT leak_top(); BEGIN TRANSACTION; CREATE TABLE t (); COMMIT; end", "SELECT 1;"))
                .endsWith(
                        "window 1 closed, repeated 0 of 2 (\"CREATE TABLE t ()\" succeeded before and fails now:"
                                + " relation already exists), [1] WARNING leak_top 32 bytes x2",
                        "SELECT 1: 1 row");
    }

    @Test
    void aWindowThatLeavesATransactionOpenIsNotRepeated() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; BEGIN TRANSACTION; SELECT leak_top(); end"))
                .last()
                .isEqualTo("window 1 closed, repeated 0 of 2 (it leaves a transaction open), [1] INFO leak_top 32 bytes"
                        + " x1");
    }

    @Test
    void anErrorThatCameBeforeComesAgainAndIsNoObstacle() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT fail(); SELECT leak_top(); end"))
                .last()
                .isEqualTo("window 1 closed, repeated 64 of 64, [1] WARNING leak_top 32 bytes x65");
    }

    @Test
    void atThePromptConfirmRepeatsTheLastWindow() {
        Conversation talk = Conversation.interactive();
        assertThat(talk.runner.confirm(3))
                .hasValue("no window has been closed yet on this backend; there is nothing to repeat");

        talk.type("begin; SELECT leak_top(); end");
        assertThat(talk.runner.confirm(3)).isEmpty();

        assertThat(talk.said())
                .endsWith(
                        "window 1 is repeated 3 times",
                        "window 1 closed, repeated 64 of 64, [1] WARNING leak_top 32 bytes x65");
        assertThat(talk.runner.findings())
                .singleElement()
                .satisfies(
                        numbered -> assertThat(numbered.finding().confirmed()).isTrue());
    }

    @Test
    void aFindingKeepsItsNumberAcrossWindows() {
        Conversation talk = Conversation.interactive();
        talk.type("begin; SELECT cache_once(); SELECT leak_top(); end");

        assertThat(talk.type("begin; SELECT leak_top(); end"))
                .contains("SELECT leak_top(): 1 row, 32 bytes stayed, [2] WARNING leak_top 32 bytes x2");
        assertThat(talk.runner.findings()).extracting(NumberedFinding::number).containsExactly(1, 2);
        assertThat(talk.runner.finding(2)).isPresent();
        assertThat(talk.runner.finding(3)).isEmpty();
    }

    @Test
    void windowsNestAndTheOuterOneSeesWhatTheInnerOneLeft() {
        Conversation talk = Conversation.interactive();

        assertThat(talk.type("begin outer; begin inner; SELECT leak_top(); end inner", "end outer"))
                .contains(
                        "window \"inner\" closed, [1] INFO leak_top 32 bytes x1",
                        "window \"outer\" closed, [1] INFO leak_top 32 bytes x1");
        assertThat(talk.runner.confirm(1)).isEmpty();
        assertThat(talk.backend().heard).endsWith("begin", "begin", "SELECT leak_top()", "end", "end");
    }

    @Test
    void whatTheServerRefusesOpensNoWindow() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin {\"unknown\": 1};"))
                .containsExactly(EXPLANATION, "ERROR no window: unknown option \"unknown\"");
        assertThat(talk.runner.state().inWindow()).isFalse();
        assertThat(talk.finish().failures()).extracting(Failure::kind).containsExactly(Failure.Kind.REFUSED);
    }

    @Test
    void aFailedTransactionIsNotLookedAt() {
        Conversation talk = Conversation.interactive();

        assertThat(talk.type("begin; BEGIN TRANSACTION; SELECT fail(); SELECT 1; ROLLBACK; SELECT 2; end"))
                .contains(
                        "SELECT fail(): division by zero",
                        "SELECT 1: current transaction is aborted",
                        "ROLLBACK: ROLLBACK, 0 bytes stayed",
                        "SELECT 2: 1 row, 0 bytes stayed");
    }

    @Test
    void whatAFailedTransactionLeftIsSeenAfterItsRollback() {
        Conversation talk = Conversation.interactive();

        assertThat(talk.type("begin; BEGIN TRANSACTION; SELECT leak_top(), fail(); ROLLBACK; end"))
                .endsWith(
                        "SELECT leak_top(), fail(): division by zero",
                        "ROLLBACK: ROLLBACK, 32 bytes stayed, [1] INFO leak_top 32 bytes x1",
                        "window 1 closed, [1] INFO leak_top 32 bytes x1");
    }

    @Test
    void aWindowLeftOpenIsClosedAndJudgedAtTheEnd() {
        Conversation talk = Conversation.batch();
        talk.type("begin a;", "BEGIN TRANSACTION; SELECT leak_top(); SELECT fail();");

        RunOutcome outcome = talk.finish();

        assertThat(talk.said())
                .contains("NOTE window \"a\", opened at test.mcs:1:1, was still open at the end and is closed here,"
                        + " after a ROLLBACK of the failed transaction");
        assertThat(outcome.windows()).isEqualTo(1);
        assertThat(outcome.findings()).hasSize(1);
    }

    @Test
    void warmingUpIsNotJudged() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("\\warmup 2 SELECT cache_once();", "begin; SELECT cache_once(); end"))
                .containsExactly(
                        EXPLANATION, "window 1 open", "SELECT cache_once(): 1 row, 0 bytes stayed", "window 1 closed");
        assertThat(talk.type("begin;", "\\warmup 2 SELECT 1;"))
                .contains("ERROR \\warmup is not judged and so stands before begin, not in a window");
    }

    @Test
    void aRepeatRunsItsBodyEachTime() {
        Conversation talk = Conversation.interactive();

        assertThat(talk.type("begin;", "\\repeat 3", "SELECT leak_top();", "\\endrepeat", "end"))
                .last()
                .isEqualTo("window 1 closed, [1] WARNING leak_top 96 bytes x3");
        assertThat(talk.runner.history())
                .extracting(report -> report.repetition().turn())
                .containsExactly(1, 2, 3);
    }

    @Test
    void aCommandMayStopTheSession() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("\\timing", "\\q", "SELECT 1;")).containsExactly("command timing");
        assertThat(talk.runner.stopped()).isTrue();
    }

    @Test
    void aTextMayEndBeforeItsEndAndOthersGoOn() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("\\repeat 2", "\\one", "\\ended", "\\two", "\\endrepeat", "\\three"))
                .containsExactly("command one");
        assertThat(talk.type("\\four")).containsExactly("command four");
        assertThat(talk.runner.stopped()).isFalse();
    }

    @Test
    void aRefusedCommandFailsTheSession() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("\\nonsense")).contains("ERROR no such command");
        assertThat(talk.finish().failures()).extracting(Failure::kind).containsExactly(Failure.Kind.REFUSED);
    }

    @Test
    void cancelReachesTheBackendThatIsThere() {
        Conversation talk = Conversation.interactive();
        talk.runner.cancel();
        talk.type("SELECT 1;");
        talk.runner.cancel();

        assertThat(talk.backend().heard).containsExactly("SELECT 1", "(cancel)");
    }

    @Test
    void withoutABackendTheFirstStatementSaysSo() {
        Conversation talk = Conversation.batch(new FakeServer().refusingAfter(0));

        assertThatThrownBy(() -> talk.type("SELECT 1;")).isInstanceOf(BackendUnavailableException.class);
    }

    @Test
    void nothingIsLookedAtTwice() {
        Conversation talk = Conversation.interactive();

        talk.type("begin; SELECT 1; SELECT leak_top(); end");
        assertThat(talk.backend().looks).isEqualTo(4);
        talk.type("begin; end");
        assertThat(talk.backend().looks).isEqualTo(5);
    }

    @Test
    void withoutLooksInsideAWindowIsLookedAtWhereItBeginsAndEnds() {
        RunOptions options = RunOptions.batch(0, Severity.WARNING);
        Conversation whole = Conversation.with(options);
        Conversation ends = Conversation.with(options.withoutLooksInside());
        String text = "begin; SELECT 1; SELECT leak_top(); SELECT fail(); SELECT leak_top(); end";

        whole.type(text);
        ends.type(text);

        assertThat(ends.backend().looks).as("connected, begin and end").isEqualTo(3);
        assertThat(ends.backend().judged).isEqualTo(whole.backend().judged).isEqualTo(2);
        assertThat(ends.runner.findings()).isNotEmpty().isEqualTo(whole.runner.findings());
    }

    @Test
    void theEndOfAWindowInsideIsReasonToLookAgain() {
        Conversation talk = Conversation.interactive();

        talk.type("begin outer; SELECT 1; begin inner; end inner; SELECT 2;");

        assertThat(talk.backend().looks).isEqualTo(6);
    }

    @Test
    void onlyWhatMayHaveLeftSomethingIsJudged() {
        Conversation talk = Conversation.interactive();

        talk.type("begin; SELECT 1; SELECT leak_top(); SELECT 2; end");

        assertThat(talk.backend().judged).isEqualTo(1);
    }

    @Test
    void afterAJudgementTheNextStatementStartsFromAFreshLook() {
        Conversation talk = Conversation.interactive();

        talk.type("begin; SELECT leak_top(); SELECT 1; end");

        List<Moment> moments = talk.runner.timeline().moments();
        assertThat(moments.get(1).diff().before().sequence())
                .isGreaterThan(moments.get(0).snapshot().sequence());
    }
}
