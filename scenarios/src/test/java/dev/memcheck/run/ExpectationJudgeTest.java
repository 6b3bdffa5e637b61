package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class ExpectationJudgeTest {
    private final Conversation talk = Conversation.batch();

    @Test
    void cleanHoldsOfAWindowThatLeftNothing() {
        assertThat(talk.type("begin; SELECT 1; end", "\\expect clean")).last().isEqualTo("held: clean");
        assertThat(talk.finish().isGood()).isTrue();
    }

    @Test
    void cleanFailsAndSaysWhatWasFound() {
        assertThat(talk.type("begin; SELECT leak_top(); end", "\\expect clean"))
                .last()
                .isEqualTo(
                        "failed: clean, found in window 1: WARNING chunk_leak in TopMemoryContext, 32 bytes in 1 chunk,"
                                + " leak_top (buggy_ext)");
        assertThat(talk.finish().failures()).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.EXPECTATION);
            assertThat(failure.position()).hasToString("Optional[test.mcs:2:1]");
            assertThat(failure.unwanted()).isTrue();
        });
    }

    @Test
    void anExpectedFindingIsNoFailure() {
        assertThat(talk.type(
                        "begin; SELECT leak_top(); end",
                        "\\expect chunk_leak in TopMemoryContext from buggy_ext symbol leak_top"))
                .last()
                .asString()
                .startsWith("held: ");
        assertThat(talk.finish().isGood()).isTrue();
    }

    @Test
    void anExpectedFindingDoesNotHideAnother() {
        talk.type(
                "begin; SELECT leak_top(); end",
                "\\expect chunk_leak",
                "begin; SELECT crash(); end",
                "\\expect rows = 0");

        assertThat(talk.finish().failures())
                .filteredOn(failure -> failure.kind() == Failure.Kind.FINDING)
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.text()).startsWith("finding 2: ERROR crash");
                    assertThat(failure.finding()).hasValue(2);
                });
    }

    @Test
    void aFindingIsToldOnceWhereAnExpectationFailedByIt() {
        talk.type("begin; SELECT leak_top(); end", "\\expect chunk_leak bytes = 1", "\\expect no chunk_leak");

        assertThat(talk.finish().failures())
                .extracting(Failure::kind, Failure::unwanted)
                .containsExactly(tuple(Failure.Kind.EXPECTATION, false), tuple(Failure.Kind.EXPECTATION, true));
    }

    @Test
    void aFindingThatDoesNotComeFails() {
        assertThat(talk.type("begin; SELECT 1; end", "\\expect context_leak"))
                .last()
                .isEqualTo("failed: context_leak, found none in window 1");
    }

    @Test
    void insideAWindowTheFindingsSoFarAreLookedAt() {
        assertThat(talk.type("begin; SELECT leak_top();", "\\expect chunk_leak bytes = 32", "SELECT leak_top();"))
                .contains("held: chunk_leak bytes = 32");
        assertThat(talk.type("\\expect chunk_leak bytes = 64", "end"))
                .first()
                .asString()
                .startsWith("held: ");
    }

    @Test
    void withoutAWindowThereIsNothingToBeClean() {
        assertThat(talk.type("SELECT 1;", "\\expect clean"))
                .last()
                .isEqualTo("failed: clean, found no window before it");
    }

    @Test
    void anExpectedErrorIsNoFailure() {
        assertThat(talk.type("SELECT fail();", "\\expect error '22012'"))
                .last()
                .asString()
                .startsWith("held: error");
        assertThat(talk.finish().isGood()).isTrue();
    }

    @Test
    void anErrorOfAnotherKindFailsOnce() {
        assertThat(talk.type("SELECT fail();", "\\expect error '42P01'"))
                .last()
                .isEqualTo("failed: error '42P01', found ERROR 22012: division by zero");
        assertThat(talk.finish().failures()).hasSize(1);
    }

    @Test
    void anExpectedErrorThatDoesNotComeFails() {
        assertThat(talk.type("SELECT 1;", "\\expect error")).last().isEqualTo("failed: error, found success");
    }

    @Test
    void anErrorThatNobodyExpectsFailsAndTheFileGoesOn() {
        assertThat(talk.type("SELECT fail();", "SELECT 2;")).last().isEqualTo("SELECT 2: 1 row");
        assertThat(talk.finish().failures()).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.SQL_ERROR);
            assertThat(failure.text()).isEqualTo("ERROR 22012: division by zero");
            assertThat(failure.position()).hasToString("Optional[test.mcs:1:1]");
        });
    }

    @Test
    void anErrorAtTheVeryEndFailsToo() {
        talk.type("SELECT fail()");

        assertThat(talk.finish().isGood()).isFalse();
    }

    @Test
    void rowsAreCounted() {
        assertThat(talk.type("SELECT 1;", "\\expect rows = 1"))
                .last()
                .asString()
                .startsWith("held: rows");
        assertThat(talk.type("INSERT INTO t VALUES (1), (2), (3);", "\\expect rows = 3"))
                .last()
                .asString()
                .startsWith("held: rows");
        assertThat(talk.type("SELECT 1;", "\\expect rows > 5")).last().isEqualTo("failed: rows > 5, found 1 row");
        assertThat(talk.type("ROLLBACK;", "\\expect rows = 0"))
                .last()
                .isEqualTo("failed: rows = 0, found a statement that has no rows");
    }

    @Test
    void aFileWithExpectationsFailsOnlyByThem() {
        talk.type("begin; SELECT leak_top(); end", "\\expect chunk_leak", "begin; SELECT leak_top(); end");

        assertThat(talk.finish().isGood()).isTrue();
    }
}
