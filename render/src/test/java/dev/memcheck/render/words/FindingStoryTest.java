package dev.memcheck.render.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.render.Golden;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingStoryTest {
    private static final Site SITE = new Site(
            Optional.of("buggy_ext"),
            Optional.of("grow"),
            Optional.of("/src/buggy_ext/buggy_ext.c"),
            OptionalInt.of(18),
            List.of(
                    "MemoryContextAlloc (postgres)",
                    "grow (buggy_ext) at /src/buggy_ext/buggy_ext.c:18",
                    "grow (buggy_ext) at /src/buggy_ext/buggy_ext.c:23",
                    "+0x2ffe0e (postgres)",
                    "+0x333edf (postgres)",
                    "standard_ExecutorRun (postgres)",
                    "memcheck_ExecutorRun (pg_ext_memcheck) at src/statement.c:97",
                    "+0x47ee38 (postgres)",
                    "PortalRun (postgres)",
                    "exec_simple_query (postgres) at ./src/backend/tcop/postgres.c:1250",
                    "main (postgres)",
                    "_start (postgres)"));

    @Test
    void tellsAllThatIsKnown() throws IOException {
        Finding finding = FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
                .severity(Severity.ERROR)
                .ident("an ident\nin \u001b[31mtwo lines")
                .bytes(300)
                .count(3)
                .bytesPerCall(99.6)
                .occurrences(3)
                .site(SITE)
                .finding();

        Golden.check(getClass(), "everything", text(12, finding));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        Finding finding = FindingSample.of(CheckType.RESOURCE_LEAK)
                .bytes(0)
                .occurrences(1)
                .site(Site.unknown())
                .detail("relation \"t\" was not closed")
                .finding();

        assertThat(text(1, finding)).isEqualTo("""
                finding 1: !! RESOURCE LEAK  WARNING resource_leak
                  why         confirmed: by what the detail says
                  amount      1 resource
                  detail      relation "t" was not closed
                  statement   SELECT leak_top()
                  what to do  release it where it was acquired (relation_close, ReleaseSysCache, ReleaseBuffer, UnregisterSnapshot, close, PG_END_TRY, ...), on every path that does not raise an error
                """);
    }

    @Test
    void tellsWhereTheMemoryWasGivenBackBelowTheCallStack() {
        Finding finding = FindingSample.of(CheckType.USE_AFTER_RESET)
                .bytes(0)
                .occurrences(1)
                .site(new Site(
                        Optional.of("buggy_ext"),
                        Optional.of("answer"),
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of("answer (buggy_ext)", "ExecResult (postgres)")))
                .freedAt("pfree (postgres)", "answer (buggy_ext)")
                .detail("")
                .finding();

        assertThat(text(1, finding)).isEqualTo("""
                finding 1: !! USE AFTER RESET  WARNING use_after_reset
                  why         confirmed: seen once, and one sighting of this kind is proof
                  amount      1 chunk
                  owner       answer (buggy_ext)
                  statement   SELECT leak_top()
                  call stack  innermost first
                  => #0  answer (buggy_ext)
                     #1  ExecResult (postgres)
                  given back  innermost first
                     #0  pfree (postgres)
                     #1  answer (buggy_ext)
                  what to do  in answer(), copy what must survive into a context that lives longer, and keep no pointer into one that is reset
                """);
    }

    @Test
    void saysWhyAFindingIsNotCertain() {
        FindingSample sample = FindingSample.of(CheckType.CHUNK_LEAK, "cache").unconfirmed();

        assertThat(text(1, sample.finding()))
                .startsWith("finding 1: ? unconfirmed  INFO chunk_leak\n")
                .contains("unconfirmed: no statement was seen to leave it twice; a cache is filled once")
                .contains("what to do  first see whether it comes back");
        assertThat(text(1, sample.occurrences(4).finding()))
                .contains("unconfirmed: seen 4 times; it did not go on with each run of its statement");
    }

    @ParameterizedTest
    @EnumSource(CheckType.class)
    void knowsWhatToDoAboutEveryKind(CheckType type) {
        assertThat(type.remedy()).hasSizeBetween(20, 200).doesNotEndWith(".");
    }

    @Test
    void tellsEveryColumnThatHasALineOfItsOwn() {
        Finding finding = FindingSample.of(CheckType.USE_AFTER_RESET).freedAt("pfree (postgres)").finding().toBuilder()
                .set(FindingColumn.CALLED_BY, Optional.of("my_fn"))
                .set(FindingColumn.HOLDS, Optional.of("40 Keepsake (960 bytes)"))
                .set(FindingColumn.MADE_STACK, List.of("palloc (postgres)"))
                .build();

        assertThat(FindingColumn.all(FindingColumn.Use.WHY))
                .isNotEmpty()
                .allSatisfy(column ->
                        assertThat(text(1, finding)).containsPattern("(?m)^  " + column.label() + " {2,}\\S"));
    }

    @Test
    void marksTheOwnerAlone() {
        List<StyledLine> lines = new FindingStory(Glyphs.ascii())
                .lines(1, FindingSample.of(CheckType.CHUNK_LEAK).site(SITE).finding());

        assertThat(lines.stream()
                        .map(StyledLine::text)
                        .filter(line -> line.strip().startsWith("=>")))
                .containsExactly("  => #1   grow (buggy_ext) at /src/buggy_ext/buggy_ext.c:18");
        assertThat(lines).noneMatch(line -> line.text().contains("memcheck_ExecutorRun"));
    }

    private static String text(int number, Finding finding) {
        return Golden.plain(new FindingStory(Glyphs.unicode()).lines(number, finding));
    }
}
