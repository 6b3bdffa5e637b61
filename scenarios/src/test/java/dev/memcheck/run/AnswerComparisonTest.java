package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Severity;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** An answer that differs each time while a probe fills memory, and never without it, depends on that memory. */
class AnswerComparisonTest {
    private static final StatementResult NOTHING = new StatementResult.Done("SET", 0, List.of());

    private boolean probed;

    private static StatementResult row(String... cells) {
        return new StatementResult.Rows(
                List.of(new StatementResult.Column("a", "int4", true), new StatementResult.Column("b", "text", false)),
                List.of(Arrays.stream(cells).map(Optional::ofNullable).toList()),
                "SELECT 1",
                0,
                List.of());
    }

    private static SqlError said(String severity, String text) {
        return said(severity, "XX000", text);
    }

    private static SqlError said(String severity, String state, String text) {
        return new SqlError(
                severity, state, text, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** Of as many runs as it takes of a statement that gives this in its n-th run. */
    private List<Finding> compared(String sql, IntFunction<StatementResult> run) {
        AnswerComparison comparison =
                new AnswerComparison(List.of(new WindowStep.Ran(sql, false, false, Optional.empty())), "poison");
        for (int i = 0; comparison.goesOn(); i++) {
            probed = comparison.isProbed();
            comparison.add(List.of(new AnswerSink(Optional.empty()).answer(run.apply(i))));
        }
        return comparison.findings(named -> ", of " + named);
    }

    private String detail(IntFunction<StatementResult> run) {
        List<Finding> findings = compared("SELECT f()", run);
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.confirmed()).isTrue();
            assertThat(finding.statement()).isEqualTo("SELECT f()");
        });
        return findings.get(0).get(FindingColumn.DETAIL);
    }

    @Test
    void aValueIsToldWithAndWithout() {
        assertThat(detail(i -> row("1", probed ? "-1431655766" : null)))
                .startsWith(
                        "column 2 (\"b\") of row 1 is -1431655766 with \"poison\", and NULL without it, in each of 16 runs, of SELECT f(): ");
    }

    @Test
    void garbageIsAnotherEachTime() {
        assertThat(detail(i -> row("1", probed ? "x" + i : "5"))).contains(" is x0 with ", " and 5 without");
    }

    @Test
    void errorsMessagesAndNumbersOfRowsDifferToo() {
        assertThat(detail(i -> probed ? new StatementResult.Failed(said("ERROR", "odd"), 0, List.of()) : row("1", "2")))
                .startsWith("its error is \"ERROR: odd\" with \"poison\", and none without it");
        assertThat(detail(i -> new StatementResult.Done(
                        "SET", 0, List.of(said("NOTICE", "same"), said("NOTICE", probed ? "odd" : "even")))))
                .startsWith("message 2 is \"NOTICE: odd\" with \"poison\", and \"NOTICE: even\" without it");
        assertThat(detail(i -> probed ? NOTHING : row("1", "2")))
                .startsWith("its result is 0 rows, SET with \"poison\", and 1 row, SELECT 1 without it");
    }

    @Test
    void whatDiffersByItselfIsNoFinding() {
        List<Integer> turns = new ArrayList<>();
        assertThat(compared("SELECT nextval('s')", i -> row("1", Integer.toString(i))))
                .isEmpty();
        for (int period = 2; period <= 8; period++) {
            int length = period;
            assertThat(compared("SELECT f()", i -> {
                        turns.add(i);
                        return row("1", i % length == 0 ? "first" : "later");
                    }))
                    .isEmpty();
            assertThat(compared("SELECT f()", i -> row("1", i % length < length / 2 ? "low" : "high")))
                    .isEmpty();
        }
        assertThat(compared("SELECT f()", i -> row("1", i == 0 ? "fills a cache" : "from the cache")))
                .isEmpty();
        assertThat(turns).contains(3).hasSizeLessThan(7 * 8);
    }

    @Test
    void timeAndRoomThatAProbeTakesAreNoFinding() {
        for (String state : List.of("57014", "53200", "55P03")) {
            StatementResult cut = new StatementResult.Failed(said("ERROR", state, "cut short"), 0, List.of());
            assertThat(compared("SELECT f()", i -> probed ? cut : row("1", "2")))
                    .isEmpty();
            assertThat(compared("SELECT f()", i -> i == 3 ? cut : row("1", probed ? "3" : "2")))
                    .isEmpty();
        }
    }

    @Test
    void whatIsTheSameTakesTwoRuns() {
        List<Integer> turns = new ArrayList<>();
        assertThat(compared("SELECT 1", i -> {
                    turns.add(i);
                    return row("1", "2");
                }))
                .isEmpty();
        assertThat(turns).containsExactly(0, 1);
    }

    @Test
    void theOrderOfRowsIsNotCompared() {
        List<Optional<String>> one = List.of(Optional.of("1"));
        List<Optional<String>> two = List.of(Optional.of("2"));
        assertThat(compared(
                        "SELECT f()",
                        i -> new StatementResult.Rows(
                                List.of(new StatementResult.Column("a", "int4", true)),
                                probed ? List.of(one, two) : List.of(two, one),
                                "SELECT 2",
                                0,
                                List.of())))
                .isEmpty();
    }

    @Test
    void addressesAreNotCompared() {
        assertThat(compared("SELECT f()", i -> row("1", "at " + (probed ? "0x7f2875e9d1d8" : "0x55d0a073ae58"))))
                .isEmpty();
        assertThat(compared(
                        "SELECT f()",
                        i -> new StatementResult.Done(
                                "SET",
                                0,
                                List.of(said("WARNING", probed ? "leak: 0x7f2875e9d1d8" : "leak: 0x55d0a073ae58")))))
                .isEmpty();
    }

    @Test
    void whatTellsOfMemoryIsNotCompared() {
        IntFunction<StatementResult> differs = i -> row("1", probed ? "Memory: 26kB" : "Memory: 25kB");
        assertThat(compared("EXPLAIN (ANALYZE, TIMING off) SELECT 1", differs)).isEmpty();
        assertThat(compared("SELECT sum(used_bytes) FROM pg_backend_memory_contexts", differs))
                .isEmpty();
    }

    @Test
    void aWindowWithAProbeIsComparedAndAnotherOneIsNot() {
        Conversation talk = Conversation.batch();
        assertThat(talk.type("begin {\"poison\": true}; SELECT stale(); end"))
                .last()
                .asString()
                .contains("[1] WARNING ? 0 bytes x8");
        assertThat(talk.backend().heard.stream().filter("SELECT stale()"::equals))
                .hasSize(1 + 16);
        talk.backend().heard.clear();

        assertThat(talk.type("begin {\"guard\": true}; SELECT chance(); SELECT 1; end"))
                .last()
                .asString()
                .doesNotContain("[1]");
        assertThat(talk.type("begin {\"guard\": false}; SELECT stale(); end"))
                .last()
                .asString()
                .doesNotContain("[1]");
        assertThat(talk.backend().heard.stream().filter("SELECT stale()"::equals))
                .hasSize(1);
    }

    @Test
    void whatWasNotRepeatedIsSaid() {
        Conversation talk = Conversation.batch();
        talk.type("begin {\"poison\": true}; CREATE TABLE t (); end");
        assertThat(talk.notes).singleElement().asString().startsWith("it could not be repeated as it was: ");
        talk.type("begin; CREATE TABLE u (); end");
        assertThat(talk.notes).isEmpty();
    }
}
