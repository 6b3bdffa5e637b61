package dev.memcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.render.table.FindingsTable;
import dev.memcheck.render.table.StatusLine;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.words.VerdictText;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.session.SessionName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The words about findings: the status line, the verdict and the table. */
class VerdictTest {
    private static final Finding LEAK = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "demo")
            .ident("call\n7")
            .severity(Severity.ERROR)
            .bytes(2_000_000)
            .count(250)
            .finding();
    private static final Finding ONCE = FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
            .unconfirmed()
            .site(Site.unknown())
            .detail("")
            .finding();
    private static final Finding SEGMENT = FindingSample.of(CheckType.DSM_LEAK).finding();

    @Test
    void aCleanWindow() {
        assertThat(verdict(Optional.empty())).isEqualTo("window: clean, no findings\n");
    }

    @Test
    void aWindowIsNotCleanWhereStatementsFailed() {
        assertThat(firstLine(1, 1)).isEqualTo("window: no findings; its only statement failed");
        assertThat(firstLine(3, 3)).isEqualTo("window: no findings; all 3 statements failed");
        assertThat(firstLine(1, 3)).isEqualTo("window: no findings; 1 of 3 statements failed");
    }

    @Test
    void aWindowWithFindings() {
        assertThat(verdict(Optional.of("warm"), LEAK, ONCE, SEGMENT)).isEqualTo("""
                window "warm": 3 findings, 2 confirmed, 1 unconfirmed
                 1. !! LEAK  ERROR context_leak in TopMemoryContext › demo "call 7": 1953 kB in 250 contexts
                    leak_top (buggy_ext) at buggy_ext.c:41
                 2. ? unconfirmed  INFO wrong_ctx_alloc in TopMemoryContext: 128 bytes in 1 chunk
                    who allocated is not known
                 3. !! LEAK  WARNING dsm_leak: 128 bytes in 1 segment
                    leak_top (buggy_ext) at buggy_ext.c:41
                unconfirmed: the window was not repeated
                """);
    }

    @Test
    void theDetailSaysWhatAnAmountDoesNotOrStandsInForASiteThatIsNotKnown() {
        Finding file = FindingSample.of(CheckType.RESOURCE_LEAK, "TopMemoryContext", "work")
                .bytes(0)
                .site(Site.unknown())
                .detail("1 temporary file was not closed")
                .finding();
        Finding segment = FindingSample.of(CheckType.DSM_LEAK)
                .site(Site.unknown())
                .detail("segment 7 was not detached")
                .finding();
        Finding malloc =
                FindingSample.of(CheckType.MALLOC_LEAK).bytes(20_480).count(0).finding();

        assertThat(verdict(Optional.empty(), file, segment, malloc)).isEqualTo("""
                window: 3 findings, confirmed
                 1. !! RESOURCE LEAK  WARNING resource_leak in TopMemoryContext › work: 1 temporary file was not closed
                    in a function that is not known
                 2. !! LEAK  WARNING dsm_leak: 128 bytes in 1 segment
                    segment 7 was not detached
                 3. !! MALLOC LEAK  WARNING malloc_leak: 20 kB outside contexts
                    leak_top (buggy_ext) at buggy_ext.c:41
                """);
    }

    @Test
    void whatHappenedIsToldInTheExtensionsWords() {
        FindingSample crash =
                FindingSample.of(CheckType.CRASH).bytes(0).count(1).detail("signal 11 (SIGSEGV)");

        assertThat(verdict(
                        Optional.empty(),
                        crash.finding(),
                        crash.site(Site.unknown()).finding()))
                .isEqualTo("""
                        window: 2 findings, confirmed
                         1. !! CRASH  WARNING crash: signal 11 (SIGSEGV)
                            leak_top (buggy_ext) at buggy_ext.c:41
                         2. !! CRASH  WARNING crash: signal 11 (SIGSEGV)
                            in a function that is not known
                        """);
    }

    @Test
    void theSessionsOfAScenarioAreToldApart() {
        FindingSample leak = FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext");

        assertThat(verdict(
                        Optional.empty(),
                        leak.inScenarioSession(1).finding(),
                        leak.inScenarioSession(2).finding()))
                .contains(
                        "wrong_ctx_alloc in TopMemoryContext in session 1: 128 bytes in 1 chunk",
                        "wrong_ctx_alloc in TopMemoryContext in session 2: 128 bytes in 1 chunk");
    }

    @Test
    void onlyTheUnsureAreExplained() {
        assertThat(verdict(Optional.empty(), LEAK))
                .startsWith("window: 1 finding, confirmed\n")
                .doesNotContain("unconfirmed");
    }

    @Test
    void theFirstLineSaysHowBadItIs() {
        assertThat(style(LEAK, ONCE)).isEqualTo(Style.LEAKED);
        assertThat(style(ONCE)).isEqualTo(Style.UNCONFIRMED);
        assertThat(style()).isEqualTo(Style.OK);
    }

    @Test
    void theStatusOfAStatement() {
        assertThat(StatusLine.of(1_234, OptionalLong.empty(), 128, List.of(ONCE))
                        .text())
                .isEqualTo("1.2 ms, retained +128 bytes, 1 finding, unconfirmed");
        assertThat(StatusLine.of(2_500_000, OptionalLong.empty(), 0, List.of()).text())
                .isEqualTo("2.5 s, nothing retained, no findings");
        assertThat(StatusLine.of(500, OptionalLong.of(40_960), -20_480, List.of(LEAK, SEGMENT))
                        .text())
                .isEqualTo("0.5 ms, peak +40 kB, retained -20 kB, 2 findings, confirmed");
    }

    @Test
    void theTableOfFindings() {
        assertThat(Golden.plain(sink -> FindingsTable.print(
                        List.of(
                                new NumberedFinding(1, LEAK, SessionName.DEFAULT),
                                new NumberedFinding(2, ONCE, SessionName.DEFAULT)),
                        Glyphs.ascii(),
                        false,
                        sink)))
                .isEqualTo("""
                         # | severity |   check type    |             context              |  bytes  | count |                  site                  |  certainty \s
                        ---+----------+-----------------+----------------------------------+---------+-------+----------------------------------------+-------------
                         1 | ERROR    | context_leak    | TopMemoryContext > demo "call 7" | 2000000 |   250 | leak_top (buggy_ext) at buggy_ext.c:41 | confirmed
                         2 | INFO     | wrong_ctx_alloc | TopMemoryContext                 |     128 |     1 |                                        | unconfirmed
                        (2 rows)

                        """);
    }

    private static String verdict(Optional<String> window, Finding... findings) {
        return Golden.plain(new VerdictText(Glyphs.unicode()).lines(window, List.of(findings)));
    }

    private static String firstLine(int failed, int statements) {
        return new VerdictText(Glyphs.unicode())
                .ofFailed(failed, statements)
                .lines(Optional.empty(), List.of())
                .get(0)
                .text();
    }

    private static Style style(Finding... findings) {
        return new VerdictText(Glyphs.unicode())
                .lines(Optional.empty(), List.of(findings))
                .get(0)
                .spans()
                .get(1)
                .style();
    }
}
