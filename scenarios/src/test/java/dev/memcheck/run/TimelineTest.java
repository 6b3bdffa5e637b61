package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the session keeps for going back in time. */
class TimelineTest {
    @Test
    void holdsTheConnectionTheWindowsAndEachStatementInThem() {
        Conversation talk = Conversation.interactive();

        talk.type("SELECT 0; begin; SELECT 1; SELECT leak_top(); end");

        Timeline timeline = talk.runner.timeline();
        assertThat(timeline.connected()).isPresent();
        assertThat(timeline.thinned()).isZero();
        assertThat(timeline.moments()).extracting(Moment::sql).containsExactly("SELECT 1", "SELECT leak_top()");
        Moment leak = timeline.moments().get(1);
        assertThat(leak.statement()).isEqualTo(3);
        assertThat(leak.diff().retainedBytes()).isEqualTo(32);
        assertThat(leak.findings()).hasSize(1);
        assertThat(leak.windowStart().orElseThrow().sequence())
                .isLessThan(leak.snapshot().sequence());
    }

    @Test
    void isTheSameObjectUntilSomethingIsAdded() {
        Conversation talk = Conversation.interactive();
        assertThat(talk.runner.timeline().connected()).isEmpty();
        talk.type("begin; SELECT 1;");
        Timeline before = talk.runner.timeline();

        assertThat(talk.runner.timeline()).isSameAs(before);
        talk.type("SELECT 2;");
        assertThat(talk.runner.timeline()).isNotSameAs(before);
    }

    @Test
    void thePeakIsFetchedWhereItWasKept() {
        Conversation talk = Conversation.interactive();

        talk.type("begin; SELECT big_sort(); SELECT 1; end");

        List<Moment> moments = talk.runner.timeline().moments();
        assertThat(moments.get(0).peak().orElseThrow().totalBytes()).isEqualTo(300_000);
        assertThat(moments.get(1).peak()).isEmpty();
        assertThat(talk.runner.history().get(0).peakBytes()).hasValue(300_000);
        assertThat(talk.runner.history().get(0).peakGrowth()).hasValue(200_000);
        assertThat(talk.runner.history().get(1).peakBytes()).isEmpty();
    }

    @Test
    void theOldestAreThinnedAndNotCutOff() {
        // Each snapshot of the fake has one node.
        Conversation talk =
                Conversation.with(new RunOptions(0, Severity.WARNING, KnownFindings.none(), 20, true, true));

        talk.type("begin;", "\\repeat 100", "SELECT 1;", "\\endrepeat", "end");

        Timeline timeline = talk.runner.timeline();
        List<Integer> numbers =
                timeline.moments().stream().map(Moment::statement).toList();
        assertThat(numbers).startsWith(1).endsWith(97, 98, 99, 100).isSorted();
        assertThat(numbers).hasSizeLessThanOrEqualTo(20).hasSizeGreaterThan(8);
        assertThat(numbers).filteredOn(number -> number > 1 && number < 90).isNotEmpty();
        assertThat(timeline.thinned()).isEqualTo(100 - numbers.size());
    }

    @Test
    void theLatestStatementStaysWhateverItsSize() {
        Conversation talk = Conversation.with(new RunOptions(0, Severity.WARNING, KnownFindings.none(), 1, true, true));

        talk.type("begin; SELECT 1; SELECT 2; SELECT 3; end");

        assertThat(talk.runner.history()).extracting(StatementReport::sql).isEqualTo(List.of("SELECT 3"));
    }
}
