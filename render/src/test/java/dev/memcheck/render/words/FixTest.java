package dev.memcheck.render.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Site;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FixTest {
    @Test
    void aWrongContextIsToBeReplacedWhereItIsNamedOrCurrent() {
        assertThat(fix(CheckType.WRONG_CTX_ALLOC, "MemoryContextAlloc (postgres)", "TopMemoryContext"))
                .isEqualTo("in my_fn() at my_ext.c:18, give MemoryContextAlloc() CurrentMemoryContext instead of"
                        + " TopMemoryContext, or a context that you delete before my_fn() returns; what must stay belongs"
                        + " in a context of your own");
        assertThat(fix(CheckType.WRONG_CTX_ALLOC, "lappend (postgres)", "TopMemoryContext"))
                .startsWith(
                        "in my_fn() at my_ext.c:18, switch back from TopMemoryContext before lappend() allocates: to"
                                + " the context of the caller, or a context that you delete before my_fn() returns");
        assertThat(fix(CheckType.WRONG_CTX_ALLOC, "+0x1234 (libother)", "TopMemoryContext"))
                .startsWith("in my_fn() at my_ext.c:18, allocate in CurrentMemoryContext instead of TopMemoryContext,");
    }

    @Test
    void aContextIsToHangBelowTheCallersOrWhatMadeItIsUndone() {
        assertThat(fix(CheckType.CONTEXT_LEAK, "", "TopMemoryContext", "my work"))
                .isEqualTo("in my_fn() at my_ext.c:18, create \"my work\" below CurrentMemoryContext and not below"
                        + " TopMemoryContext, or delete it before my_fn() returns, on the error path too");
        assertThat(fix(CheckType.CONTEXT_LEAK, "SPI_keepplan (postgres)", "CacheMemoryContext", "SPI Plan"))
                .isEqualTo(
                        "in my_fn() at my_ext.c:18, undo what SPI_keepplan() makes, before my_fn() returns and on the"
                                + " error path too: \"SPI Plan\" stays below CacheMemoryContext");
    }

    @Test
    void theFunctionThatSqlCallsIsWhereTheWorkEnds() {
        assertThat(Fix.of(sample(CheckType.CONTEXT_LEAK, "", "TopMemoryContext", "work").finding().toBuilder()
                        .set(FindingColumn.CALLED_BY, Optional.of("my_srf"))
                        .build()))
                .contains("in my_fn() at my_ext.c:18", "delete it before my_srf() returns");
    }

    @Test
    void singleChunksAreFreed() {
        assertThat(fix(CheckType.CHUNK_LEAK, "pstrdup (postgres)", "my cache"))
                .contains("pfree what pstrdup() allocates", "a single chunk of \"my cache\"");
        assertThat(fix(CheckType.STATEMENT_BLOAT, "palloc (postgres)", "ExecutorState"))
                .contains("pfree what palloc() allocates for each row", "that my_fn() resets: in ExecutorState");
        assertThat(fix(CheckType.MALLOC_LEAK, "strdup (libc)")).contains("free what strdup() allocates on every path");
    }

    @Test
    void whatOnlyTheProcessShowsWantsAnotherAllocator() {
        Site site = new Site(Optional.of("my_ext"), Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of());

        assertThat(Fix.of(FindingSample.of(CheckType.MALLOC_LEAK).site(site).finding()))
                .startsWith("build my_ext with malloc() as its allocator (for Rust, without #[global_allocator])");
    }

    @Test
    void inRustItIsDroppedAndNotFreed() {
        for (CheckType type : List.of(CheckType.MALLOC_LEAK, CheckType.WRONG_CTX_ALLOC)) {
            Site site = new Site(
                    Optional.of("my_ext"),
                    Optional.of("my_ext::keep"),
                    Optional.of("src/lib.rs"),
                    OptionalInt.of(18),
                    List.of("alloc::vec::Vec::push (my_ext)", "my_ext::keep (my_ext) at src/lib.rs:18"));
            String fix =
                    Fix.of(FindingSample.of(type, "TopMemoryContext").site(site).finding());
            assertThat(fix)
                    .startsWith("in my_ext::keep() at lib.rs:18, ")
                    .contains("dropped")
                    .doesNotContain("PG_TRY");
        }
    }

    @ParameterizedTest
    @EnumSource(CheckType.class)
    void whereTheFunctionIsNotKnownWhatIsTrueOfTheKindIsSaid(CheckType type) {
        assertThat(Fix.of(FindingSample.of(type).site(Site.unknown()).finding()))
                .isEqualTo(type.remedy());
        assertThat(fix(type, "palloc (postgres)", "my cache")).startsWith("in my_fn() at my_ext.c:18, ");
    }

    private static String fix(CheckType type, String call, String... path) {
        return Fix.of(sample(type, call, path).finding());
    }

    private static FindingSample sample(CheckType type, String call, String... path) {
        String own = "my_fn (my_ext) at /src/my_ext.c:18";
        return FindingSample.of(type, path)
                .site(new Site(
                        Optional.of("my_ext"),
                        Optional.of("my_fn"),
                        Optional.of("/src/my_ext.c"),
                        OptionalInt.of(18),
                        call.isEmpty() ? List.of(own) : List.of(call, own)));
    }
}
