package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Finding;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The folded stacks and the totals by function. */
class RetainedBytesTest {
    private final List<Finding> retained = RunReportSample.run().retained();

    @Test
    void everyByteStandsInTheFoldedStacksOnce() throws IOException {
        long folded = ReportGoldenTest.text("folded")
                .lines()
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();

        assertThat(folded)
                .isEqualTo(retained.stream().mapToLong(Finding::bytes).sum())
                .isEqualTo(SiteTotals.of(retained).total());
    }

    @Test
    void whatAnInnerWindowSawTooCountsOnce() {
        assertThat(retained.stream().filter(finding -> finding.bytes() == 96)).isEmpty();
        assertThat(retained.stream().filter(finding -> finding.bytes() == 288)).hasSize(1);
    }

    @Test
    void foldedStacksAreWithoutMemcheckAndBeginOutermost() throws IOException {
        assertThat(ReportGoldenTest.text("folded"))
                .doesNotContain("pg_ext_memcheck")
                .contains("PostgresMain (postgres);ExecInterpExpr (postgres);leak_top (buggy_ext);palloc (postgres);");
    }

    @Test
    void theOwnerIsFlatAndItsCallersAreCumulative() {
        SiteTotals totals = SiteTotals.of(retained);
        long total = totals.total();

        assertThat(totals.functions())
                .element(0)
                .satisfies(row -> assertThat(row.name()).isEqualTo("leak_context (buggy_ext)"));
        assertThat(totals.functions().stream().mapToLong(SiteTotals.Row::flat).sum())
                .isEqualTo(total);
        assertThat(totals.functions())
                .allMatch(row -> row.flat() <= row.cumulative() && row.cumulative() <= total)
                .noneMatch(row -> row.name().startsWith("palloc"));
    }
}
