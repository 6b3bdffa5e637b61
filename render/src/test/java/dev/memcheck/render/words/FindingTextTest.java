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

/** What one line says of who allocated. */
class FindingTextTest {
    @Test
    void whatTheServerKeepsIsToldWithTheFunctionThatAskedForIt() {
        Finding asked = ofServer(
                "palloc (postgres)",
                "assign_record_type_typmod (postgres)",
                "BlessTupleDesc+0x12 (postgres)",
                "make_row (my_ext) at row.c:42",
                "my_fn (my_ext) at row.c:50",
                "standard_ExecutorRun (postgres)",
                "main (postgres)",
                "__libc_start_call_main (libc) at libc-start.c:58",
                "_start (postgres)");

        assertThat(FindingText.siteOrDetail(asked))
                .isEqualTo("8 chunks stayed, by BlessTupleDesc for make_row (my_ext) at row.c:42");
    }

    @Test
    void nobodyAskedForWhatTheServerDidByItself() {
        Finding own = ofServer(
                "palloc (postgres)",
                "standard_ProcessUtility (postgres)",
                "main (postgres)",
                "__libc_start_call_main (libc) at libc-start.c:58",
                "_start (postgres)");

        assertThat(FindingText.siteOrDetail(own)).isEqualTo("8 chunks stayed");
        assertThat(FindingText.siteOrDetail(ofServer())).isEqualTo("8 chunks stayed");
    }

    private static Finding ofServer(String... stack) {
        Site site = new Site(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of(stack));
        return FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext", "CacheMemoryContext")
                .detail("8 chunks stayed")
                .site(site)
                .finding()
                .toBuilder()
                .set(FindingColumn.PROVENANCE, Provenance.SERVER)
                .build();
    }
}
