package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Site;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselineFileTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
    private static final Finding LEAK = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "it's my cache")
            .finding();

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        BaselineEntry entry = BaselineEntry.of(LEAK, DAY, "once per 'locale'");
        BaselineEntry lost = BaselineEntry.of(
                FindingSample.of(CheckType.CRASH)
                        .site(Site.unknown())
                        .detail("process 4711 died:\nsignal 11")
                        .finding(),
                DAY,
                "two\nlines");

        String text = BaselineFile.empty().with(List.of(entry, lost));
        BaselineFile read = BaselineFile.parse("known.txt", text);

        assertThat(read.lines()).extracting(BaselineFile.Line::entry).containsExactly(entry, lost);
        assertThat(read.with(List.of())).isEqualTo(text);
        assertThat(entry)
                .hasToString("context_leak in 'it''s my cache' from buggy_ext symbol leak_top since '2026-01-31'"
                        + " because 'once per ''locale'''");
        assertThat(lost).hasToString("crash about 'process % died:%signal %' since '2026-01-31' because 'two%lines'");
    }

    @Test
    void anEntryKnowsTheFindingItWasMadeOfWhateverTheAmounts() {
        BaselineEntry entry = BaselineEntry.of(LEAK, DAY, "known");

        assertThat(entry.matches(FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "it's my cache")
                        .bytes(1_000_000)
                        .finding()))
                .isTrue();
        assertThat(entry.matches(FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "another")
                        .finding()))
                .isFalse();
        assertThat(entry.matches(FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext", "it's my cache")
                        .finding()))
                .isFalse();
    }

    @Test
    void withoutContextAndSiteTheSentenceTells() {
        Finding crash = FindingSample.of(CheckType.CRASH)
                .site(Site.unknown())
                .detail("process 4711 died")
                .finding();
        BaselineEntry entry = BaselineEntry.of(crash, DAY, "known");

        assertThat(entry.matches(FindingSample.of(CheckType.CRASH)
                        .site(Site.unknown())
                        .detail("process 12 died")
                        .finding()))
                .isTrue();
        assertThat(entry.matches(FindingSample.of(CheckType.CRASH)
                        .site(Site.unknown())
                        .detail("the disk is full")
                        .finding()))
                .isFalse();
    }

    @Test
    void wildcardsAndBoundsNarrowOrWiden() {
        String text = "-- a comment\n\n  context_leak in '%cache' from 'buggy%' symbol '%' bytes <= 1kB"
                + " since '2026-01-31' because 'r' -- why not\n";
        BaselineFile.Line line = BaselineFile.parse("known.txt", text).lines().get(0);

        assertThat(line.position()).isEqualTo(new Position("known.txt", 3, 3));
        assertThat(line.entry().matches(LEAK)).isTrue();
        assertThat(line.entry().about()).isEqualTo(Optional.empty());
        assertThat(line.entry()
                        .matches(FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "it's my cache")
                                .bytes(1025)
                                .finding()))
                .isFalse();
    }

    @Test
    void whatPeopleWroteStays() {
        String text = "-- mine\ncrash since '2026-01-31' because 'flaky disk'";

        assertThat(BaselineFile.parse("known.txt", text).with(List.of(BaselineEntry.of(LEAK, DAY, "new"))))
                .startsWith(text + "\ncontext_leak in ")
                .endsWith("because 'new'\n");
    }

    @Test
    void mistakesAreToldWithTheirPlace() {
        assertMistake("context_leek since '2026-01-31' because 'r'", "known.txt:1:1: ", "did you mean context_leak?");
        assertMistake("crash\nmore", "known.txt:1:6: the line ends too early", "since '2026-01-31' because 'reason'");
        assertMistake(
                "crash since '2026-02-30' because 'r'", "known.txt:1:13: '2026-02-30' is no date", "'2026-01-31'");
        assertMistake("crash since '2026-01-30'", "known.txt:1:25: ", "because 'reason'");
        assertMistake("crash in x since '2026-01-30' because why", "known.txt:1:39: found why", "single quotes");
        assertMistake("crash form x since '2026-01-30' because 'r'", "known.txt:1:7: found form", "did you mean from?");
        assertMistake("crash sinse '2026-01-30' because 'r'", "known.txt:1:7: found sinse", "did you mean since?");
        assertMistake(
                "crash since '2026-01-30' because ' '", "known.txt:1:34: a reason that says nothing", "expected why");
        assertMistake("crash since '2026-01-30' because 'r' 'q'", "known.txt:1:38: found 'q'", "nothing after");
        assertMistake("crash since '2026-01-30' because 'r", "known.txt:1:34: quote without an end", "closing '");
    }

    private static void assertMistake(String text, String problem, String expected) {
        assertThatThrownBy(() -> BaselineFile.parse("known.txt", text))
                .isInstanceOf(ParseException.class)
                .hasMessageStartingWith(problem)
                .hasMessageContaining(expected);
    }
}
