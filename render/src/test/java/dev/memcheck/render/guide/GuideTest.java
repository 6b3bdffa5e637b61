package dev.memcheck.render.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.render.Golden;
import dev.memcheck.render.text.StyledLine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuideTest {
    private static final Guide CONTEXTS = Guide.toContexts();
    private static final Guide FINDINGS = Guide.toFindings();

    @Test
    void everyContextHasItsPlaceContentsLifeAndGrowth() {
        assertThat(CONTEXTS.entries()).hasSizeGreaterThan(40);
        assertThat(CONTEXTS.names()).doesNotHaveDuplicates();
        assertThat(CONTEXTS.entries()).allSatisfy(entry -> {
            assertThat(entry.fields().keySet()).containsExactly("below", "holds", "lives", "growth");
            assertThat(entry.fields().values())
                    .allSatisfy(text -> assertThat(text).hasSize(1).noneMatch(String::isBlank));
        });
    }

    @Test
    void everyKindOfFindingIsExplainedWithCodeThatFitsOnAScreen() {
        assertThat(FINDINGS.names())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(CheckType.values()).map(CheckType::label).toList());
        assertThat(FINDINGS.entries()).allSatisfy(entry -> {
            assertThat(entry.fields().keySet()).containsExactly("look", "wrong", "right", "page");
            assertThat(entry.lines("wrong")).isNotEmpty().isNotEqualTo(entry.lines("right"));
            assertThat(entry.lines("right")).isNotEmpty();
        });
        for (CheckType type : CheckType.values()) {
            GuideEntry entry = FINDINGS.find(type.label()).get(0);
            assertThat(new GuideText(80).finding(type, entry))
                    .hasSizeLessThanOrEqualTo(23)
                    .extracting(StyledLine::width)
                    .allMatch(width -> width <= 80);
        }
    }

    @Test
    void aContextIsFoundByItsNameAPatternAPartOrWhatTheTreeShows() {
        assertThat(found("CachedPlan")).containsExactly("CachedPlan");
        assertThat(found("cachedplan")).containsExactly("CachedPlan");
        assertThat(found("cached%"))
                .containsExactly("CachedPlanSource", "CachedPlanQuery", "CachedPlan", "CachedExpression");
        assertThat(found("SPI *")).containsExactly("SPI Proc", "SPI Exec", "SPI Plan", "SPI TupTable");
        assertThat(found("plpgsql function")).containsExactly("PL/pgSQL function");
        assertThat(found("executor")).containsExactly("ExecutorState");
        assertThat(found("dynahash CFuncHash")).containsExactly("CFuncHash");
        assertThat(found("dynahash my own table")).containsExactly("dynahash");
        assertThat(found("index info pg_class_oid_index")).containsExactly("index info");
        assertThat(found("my_ext cache")).isEmpty();
        assertThat(found("")).isEmpty();
    }

    @Test
    void aMistypedNameHasANeighbour() {
        assertThat(CONTEXTS.near("ExprContxt")).contains("ExprContext");
        assertThat(FINDINGS.near("wrong_ctx_aloc")).contains("wrong_ctx_alloc");
        assertThat(CONTEXTS.near("my_ext cache")).isEmpty();
    }

    @Test
    void whatIsLongIsWrappedBelowItself() {
        List<StyledLine> lines =
                new GuideText(60).context(CONTEXTS.find("ErrorContext").get(0));

        assertThat(Golden.plain(lines)).isEqualTo("""
                ErrorContext
                  below       TopMemoryContext
                  holds       the error that is being reported. 8 kB are
                              kept back, so that "out of memory" can be
                              reported, too.
                  lives       until the process ends; reset when the error
                              is done with
                  growth      fine while an error is under way. What stays
                              points to an error handler that calls neither
                              FlushErrorState() nor PG_RE_THROW().
                """);
    }

    private static List<String> found(String text) {
        return CONTEXTS.find(text).stream().map(entry -> entry.names().get(0)).toList();
    }
}
