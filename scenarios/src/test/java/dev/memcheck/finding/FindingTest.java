package dev.memcheck.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FindingTest {
    @Test
    void theLabelIsTheCheckTypeOfTheSqlContract() {
        assertThat(CheckType.WRONG_CTX_ALLOC.label()).isEqualTo("wrong_ctx_alloc");
        for (CheckType type : CheckType.values()) {
            assertThat(CheckType.ofLabel(type.label())).contains(type);
        }
        assertThat(CheckType.ofLabel("of a later version")).isEmpty();
    }

    @Test
    void severitiesRise() {
        assertThat(Severity.ERROR.atLeast(Severity.WARNING)).isTrue();
        assertThat(Severity.WARNING.atLeast(Severity.WARNING)).isTrue();
        assertThat(Severity.INFO.atLeast(Severity.WARNING)).isFalse();
    }

    @Test
    void theContextIsTheEndOfItsPath() {
        assertThat(FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext", "cache")
                        .finding()
                        .contextName())
                .isEqualTo("cache");
        assertThat(FindingSample.of(CheckType.MALLOC_LEAK).finding().contextName())
                .isEmpty();
    }

    @Test
    void theSameDefectHasTheSameTypePathLibraryAndSymbol() {
        Finding leak =
                FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext").finding();
        Finding more = FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                .unconfirmed()
                .bytes(9999)
                .finding();
        assertThat(leak.sameDefect(more)).isTrue();
        assertThat(leak.sameDefect(FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext")
                        .finding()))
                .isFalse();
        assertThat(leak.sameDefect(FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext", "cache")
                        .finding()))
                .isFalse();
        assertThat(leak.sameDefect(FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                        .by("leak_top", "other_ext")
                        .finding()))
                .isFalse();
        assertThat(leak.sameDefect(FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                        .by("other", "buggy_ext")
                        .finding()))
                .isFalse();
    }

    @Test
    void aSiteSaysAsMuchAsIsKnown() {
        Optional<String> none = Optional.empty();
        Optional<String> library = Optional.of("my_ext");
        Optional<String> symbol = Optional.of("fill");
        Optional<String> file = Optional.of("my.c");
        assertThat(new Site(library, symbol, file, OptionalInt.of(7), List.of()).label())
                .isEqualTo("fill (my_ext) at my.c:7");
        assertThat(new Site(library, symbol, file, OptionalInt.empty(), List.of()).label())
                .isEqualTo("fill (my_ext) at my.c");
        assertThat(new Site(library, none, none, OptionalInt.empty(), List.of()).label())
                .isEqualTo("? (my_ext)");
        assertThat(new Site(none, symbol, none, OptionalInt.empty(), List.of()).label())
                .isEqualTo("fill");
        assertThat(Site.unknown().label()).isEmpty();
        assertThat(Site.unknown().isKnown()).isFalse();
    }

    @Test
    void copiesItsLists() {
        List<String> path = new ArrayList<>(List.of("TopMemoryContext"));
        Finding finding = new Finding(
                CheckType.CHUNK_LEAK,
                Severity.INFO,
                false,
                path,
                "",
                Optional.empty(),
                1,
                1,
                OptionalDouble.empty(),
                1,
                Site.unknown(),
                Provenance.UNKNOWN,
                "",
                "");
        path.clear();
        assertThat(finding.contextPath()).containsExactly("TopMemoryContext");
    }

    @Test
    void occursAtLeastOnce() {
        assertThatThrownBy(() -> new Finding(
                        CheckType.CHUNK_LEAK,
                        Severity.INFO,
                        false,
                        List.of(),
                        "",
                        Optional.empty(),
                        1,
                        1,
                        OptionalDouble.empty(),
                        0,
                        Site.unknown(),
                        Provenance.UNKNOWN,
                        "",
                        ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0 times");
    }
}
