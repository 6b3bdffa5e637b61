package dev.memcheck.render.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Provenance;
import dev.memcheck.finding.Site;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DoubtTest {
    private static final Finding ONCE =
            FindingSample.of(CheckType.MALLOC_LEAK).unconfirmed().finding();
    private static final Finding NINE_TIMES = FindingSample.of(CheckType.MALLOC_LEAK)
            .unconfirmed()
            .occurrences(9)
            .bytesPerCall(65_614)
            .site(new Site(
                    Optional.of("my_ext"),
                    Optional.of("parse"),
                    Optional.empty(),
                    OptionalInt.empty(),
                    List.of("xmlNew (libxml2)", "parse+0x10 (my_ext)", "ExecInterpExpr (postgres)")))
            .finding();

    private static final Finding OF_SERVER = withProvenance(
            FindingSample.of(CheckType.CHUNK_LEAK, "CacheMemoryContext")
                    .unconfirmed()
                    .occurrences(4)
                    .site(Site.unknown())
                    .finding(),
            Provenance.SERVER);
    private static final Finding SETTLED = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "cache")
            .unconfirmed()
            .occurrences(3)
            .finding();

    @Test
    void whatDidNotComeBackIsLikeACache() {
        assertThat(Doubt.ofWindow(List.of(ONCE), 2, "not used"))
                .isEqualTo("unconfirmed: did not come back in 2 repeats, as with a cache that is filled once");
    }

    @Test
    void whatWasNotRepeatedIsSaidToBe() {
        assertThat(Doubt.ofWindow(List.of(ONCE), 0, "the window was not repeated"))
                .isEqualTo("unconfirmed: the window was not repeated");
        assertThat(Doubt.ofWindow(List.of(SETTLED), 0, "not used"))
                .isEqualTo(
                        "unconfirmed: seen 3 times; it did not go on with each run of its statement, as while a cache"
                                + " fills");
    }

    @Test
    void whatAnotherProcessMayFreeIsSaidToBe() {
        Finding finding = FindingSample.of(CheckType.DSA_LEAK)
                .unconfirmed()
                .occurrences(3)
                .finding();
        assertThat(Doubt.ofWindow(List.of(finding), 0, "not used"))
                .isEqualTo("unconfirmed: seen 3 times; another process may have freed it, or may yet do so");
    }

    @Test
    void whatCameBackIsToldWithItsAmountAndTheReasonOfTheDoubt() {
        assertThat(Doubt.ofWindow(List.of(NINE_TIMES), 2, "not used"))
                .isEqualTo(
                        "unconfirmed: seen 9 times with 2 repeats, 64 kB each time on average; allocated inside libxml2,"
                                + " which may keep it for itself");
        assertThat(Doubt.ofWindow(List.of(ONCE, NINE_TIMES), 2, "not used"))
                .startsWith("unconfirmed: 1 of 2 seen 9 times");
        assertThat(Doubt.ofWindow(List.of(SETTLED, NINE_TIMES, ONCE), 1, "not used"))
                .isEqualTo(
                        "unconfirmed: 2 of 3 seen 3 to 9 times with 1 repeat; \\why at the prompt, or a report, says why"
                                + " each is not certain");
    }

    @Test
    void eachFindingSaysHowSureItIs() {
        assertThat(Doubt.certainty(ONCE))
                .isEqualTo("unconfirmed: no statement was seen to leave it twice; a cache is filled once, a leak comes"
                        + " back");
        assertThat(Doubt.certainty(OF_SERVER))
                .isEqualTo("unconfirmed: seen 4 times; the server's own memory, which grows with each run of the"
                        + " statement");
        assertThat(Doubt.certainty(FindingSample.of(CheckType.CHUNK_LEAK).finding()))
                .isEqualTo("confirmed: it came back when the same statement ran again, seen 2 times");
        assertThat(Doubt.certainty(
                        FindingSample.of(CheckType.CHUNK_LEAK).occurrences(1).finding()))
                .isEqualTo("confirmed: by what the detail says");
    }

    @Test
    void whatIsNotCertainIsToBeFoundOutFirst() {
        assertThat(Remedy.of(ONCE))
                .startsWith("first see whether it comes back: ")
                .contains(". If it does, in leak_top() at buggy_ext.c:41, free what");
        assertThat(Remedy.of(SETTLED))
                .startsWith("first see whether it goes on: ")
                .contains(". If it does, in leak_top() at ");
        assertThat(Remedy.of(NINE_TIMES))
                .startsWith("first see whether libxml2 keeps it for itself")
                .contains("If it is yours to free, in parse(), free what xmlNew() allocates");
        assertThat(Remedy.of(FindingSample.of(CheckType.CONTEXT_LEAK).finding()))
                .startsWith("in leak_top() at ");
    }

    @Test
    void whatTheServerKeepsForItselfIsNotTheExtensionsToFree() {
        assertThat(Remedy.of(OF_SERVER))
                .startsWith("the server allocated it for itself")
                .doesNotContain("pfree");
    }

    private static Finding withProvenance(Finding finding, Provenance provenance) {
        return finding.toBuilder().set(FindingColumn.PROVENANCE, provenance).build();
    }
}
