package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leak, and what levels off: by what the server says of each run of a window. */
class FindingSeriesTest {
    @Test
    void whatTookManyExecutionsToFillLevelsOffAsWell() {
        FindingSeries series = new FindingSeries(List.of(seen(5)));

        series.add(List.of(seen(10)), true);
        series.add(List.of(seen(14)), true);
        runQuietly(series, 3);
        assertThat(series.findings()).extracting(Finding::confirmed).containsExactly(true);

        runQuietly(series, 1);
        assertThat(series.findings()).extracting(Finding::severity).containsExactly(Severity.INFO);
        assertThat(series.findings()).extracting(Finding::occurrences).containsExactly(14);
    }

    @Test
    void whatTheRepeatsHaveNothingForStaysALeak() {
        FindingSeries rowsThatAreDeletedNow = new FindingSeries(List.of(seen(20)));

        runQuietly(rowsThatAreDeletedNow, 4);

        assertThat(rowsThatAreDeletedNow.findings())
                .extracting(Finding::confirmed)
                .containsExactly(true);
    }

    /** A batch that is emptied every tenth call holds more after a run that does not end with that, but never more than ever. */
    @Test
    void aRunThatHoldsMoreThanBeforeItIsNotASightingByItself() {
        FindingSeries series = new FindingSeries(List.of(seen(4)));

        series.add(List.of(seen(8)), true);
        for (int run = 0; run < 10; run++) {
            series.add(List.of(seen(9)), true);
        }

        assertThat(series.findings()).extracting(Finding::occurrences).containsExactly(9);
        assertThat(series.isOpen()).isTrue();
    }

    /** A buffer that is made larger in the second run, and in the fourth. */
    @Test
    void whatCameLateMayComeAgainInTwiceTheTime() {
        FindingSeries series = new FindingSeries(List.of());

        series.add(List.of(once()), true);
        assertThat(series.isUndecided()).isTrue();
        runQuietly(series, 2);
        assertThat(series.isUndecided()).isTrue();
        assertThat(series.undecided()).hasSize(1);

        runQuietly(series, 1);
        assertThat(series.isUndecided()).isFalse();
        assertThat(series.undecided()).isEmpty();
    }

    /** A ring of twenty places that is filled four by four. */
    @Test
    void whatIsCertainMayYetLevelOff() {
        FindingSeries series = new FindingSeries(List.of(seen(4)));
        for (int run = 2; run <= 5; run++) {
            series.add(List.of(seen(4 * run)), true);
        }
        assertThat(series.isOpen()).isFalse();
        assertThat(series.isWorthMore()).isTrue();

        runQuietly(series, 6);
        assertThat(series.isWorthMore()).isFalse();
        assertThat(series.findings()).extracting(Finding::confirmed).containsExactly(false);
    }

    /** A ring of 64 places that is filled one by one. */
    @Test
    void sixtyFourPlacesAreNotTooMany() {
        FindingSeries ring = new FindingSeries(List.of(seen(64)));
        FindingSeries leak = new FindingSeries(List.of(seen(65)));

        assertThat(ring.isWorthMore()).isTrue();
        assertThat(leak.isWorthMore()).isFalse();
    }

    /** One entry for each call, and room for 51 of them. */
    @Test
    void aHashTableMayHaveRoomForManyCalls() {
        FindingSeries table = new FindingSeries(List.of(grownOnce("dynahash")));
        FindingSeries other = new FindingSeries(List.of(grownOnce("my cache")));
        runQuietly(table, 50);

        assertThat(table.mayHaveRoom()).isTrue();
        assertThat(other.mayHaveRoom()).isFalse();

        table.add(List.of(grownOnce("dynahash")), true);
        runQuietly(table, 63);
        assertThat(table.mayHaveRoom()).isTrue();
        runQuietly(table, 1);
        assertThat(table.mayHaveRoom()).isFalse();
    }

    /** A cache may take longer to fill than the executions after which a leak is certain. */
    @Test
    void whoAsksForMoreRepeatsGetsThemForWhatIsCertainToo() {
        String many = "begin; " + "SELECT leak_top(); ".repeat(65) + "end";

        assertThat(Conversation.with(RunOptions.batch(4, Severity.WARNING)).type(many))
                .endsWith(
                        "window 1 is repeated 4 times",
                        "window 1 closed, repeated 4 of 4, [1] WARNING leak_top 2080 bytes x325");
        assertThat(Conversation.batch().type(many)).endsWith("window 1 closed, [1] WARNING leak_top 2080 bytes x65");
    }

    private static Finding grownOnce(String context) {
        return FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext", context)
                .unconfirmed()
                .occurrences(1)
                .by("my_fn", "my_ext")
                .finding();
    }

    private static Finding once() {
        return FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
                .unconfirmed()
                .occurrences(1)
                .by("my_fn", "my_ext")
                .finding();
    }

    /** Groonga's leak of each query is not there in the second run of a session. */
    @Test
    void oneRunOfALibraryMayGoByWithout() {
        FindingSeries series = new FindingSeries(List.of(allocated(1)));

        runQuietly(series, 1);
        assertThat(series.isUndecided()).isFalse();
        series.add(List.of(allocated(2)), true);
        assertThat(series.isUndecided()).isTrue();

        runQuietly(series, 1);
        assertThat(series.isUndecided()).isFalse();
    }

    private static Finding allocated(int occurrences) {
        return FindingSample.of(CheckType.MALLOC_LEAK)
                .unconfirmed()
                .occurrences(occurrences)
                .by("my_fn", "my_ext")
                .finding();
    }

    private static void runQuietly(FindingSeries series, int runs) {
        for (int run = 0; run < runs; run++) {
            series.add(List.of(), true);
        }
    }

    private static Finding seen(int occurrences) {
        return FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                .severity(Severity.WARNING)
                .occurrences(occurrences)
                .by("my_fn", "my_ext")
                .finding();
    }

    @Test
    void whatGrewInsideAStatementIsFollowedInARepeat() {
        Conversation talk = Conversation.batch();

        assertThat(talk.type("begin; SELECT swell(); end"))
                .contains("PROGRESS window 1 is repeated: what grew inside its statements is followed")
                .last()
                .asString()
                .contains("WARNING swell 128 bytes");
        assertThat(talk.notes).isEmpty();
    }

    @Test
    void atThePromptItIsSaidThatNobodyLookedIntoIt() {
        Conversation talk = Conversation.interactive();

        talk.type("begin; SELECT swell(); end");

        assertThat(talk.notes)
                .containsExactly(
                        "not looked into: 1 kind of context that grew inside a statement and went with it; it is"
                                + " followed when the statement runs again");
    }

    @Test
    void aRepeatThatIsCutShortHasNotFollowedIt() {
        Conversation talk = Conversation.batch();

        talk.type("begin; BEGIN TRANSACTION; SELECT leak_top(); CREATE TABLE t (); SELECT swell(); COMMIT; end");

        assertThat(talk.notes).anyMatch(note -> note.startsWith("not looked into: 1 kind of context"));
    }

    @Test
    void whatChangesTablesIsNotRunAgainForThat() {
        for (String sql : List.of("INSERT INTO t SELECT swell()", "WITH w AS (DELETE FROM t) SELECT swell()")) {
            Conversation talk = Conversation.batch();

            assertThat(talk.type("begin; " + sql + "; end"))
                    .noneMatch(line -> line.contains("is repeated"))
                    .noneMatch(line -> line.contains("WARNING"));
            assertThat(talk.notes).anyMatch(note -> note.startsWith("not looked into: 1 kind of context"));
        }
    }
}
