package dev.memcheck.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    void theSameDefectOfTwoDirectoriesIsOne() {
        assertThat(same(builtIn("/home/one/my_ext.c:29"), builtIn("/work/two/src/my_ext.c:29")))
                .isTrue();
        assertThat(same(builtIn("/home/one/my_ext.c:29"), builtIn("/home/one/my_ext.c:30")))
                .isFalse();
    }

    private static Finding builtIn(String place) {
        return FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                .site(new Site(
                        Optional.of("my_ext"),
                        Optional.of("my_fn"),
                        Optional.of(place.replaceAll(":.*", "")),
                        OptionalInt.of(29),
                        List.of("palloc (postgres)", "my_fn (my_ext) at " + place)))
                .finding();
    }

    @Test
    void theSameDefectHasTheSameTypePathLibraryAndSymbol() {
        Finding leak =
                FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext").finding();
        Finding more = FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                .unconfirmed()
                .bytes(9999)
                .finding();
        assertThat(same(leak, more)).isTrue();
        assertThat(same(
                        leak,
                        FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext")
                                .finding()))
                .isFalse();
        assertThat(same(
                        leak,
                        FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext", "cache")
                                .finding()))
                .isFalse();
        assertThat(same(
                        leak,
                        FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                                .by("leak_top", "other_ext")
                                .finding()))
                .isFalse();
        assertThat(same(
                        leak,
                        FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                                .by("other", "buggy_ext")
                                .finding()))
                .isFalse();
    }

    @Test
    void twoPlacesInOneFunctionAreTwoDefects() {
        assertThat(same(
                        leakAt("f (lib) at a.c:1", "g (lib) at a.c:9", "main (postgres)"),
                        leakAt("f (lib) at a.c:1", "g (lib) at a.c:9", "other (postgres)")))
                .isTrue();
        assertThat(same(leakAt("f (lib) at a.c:1"), leakAt("f (lib) at a.c:2"))).isFalse();
        assertThat(same(leakAt("f (lib)", "g (lib)"), leakAt("f (lib)", "h (lib)")))
                .isFalse();
    }

    @Test
    void whatHasNoSiteIsToldApartByItsObject() {
        FindingSample sample = FindingSample.of(CheckType.RESOURCE_LEAK).site(Site.unknown());
        Finding one = sample.detail("relation \"a\" not closed").finding();

        assertThat(same(one, sample.detail("relation \"b\" not closed").finding()))
                .isFalse();
        assertThat(same(one, sample.detail("relation \"a\" not closed").finding()))
                .isTrue();
    }

    private static boolean same(Finding one, Finding other) {
        return one.defectKey().equals(other.defectKey());
    }

    private static Finding leakAt(String... frames) {
        List<String> stack = new ArrayList<>(List.of("palloc (postgres)"));
        stack.addAll(List.of(frames));
        return FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                .site(new Site(Optional.of("lib"), Optional.of("f"), Optional.empty(), OptionalInt.empty(), stack))
                .finding();
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
    void theFullLabelHasTheFilesDirectories() {
        Site site = new Site(
                Optional.of("my_ext"),
                Optional.of("fill"),
                Optional.of("/src/my_ext/my.c"),
                OptionalInt.of(7),
                List.of());
        assertThat(site.label()).isEqualTo("fill (my_ext) at my.c:7");
        assertThat(site.fullLabel()).isEqualTo("fill (my_ext) at /src/my_ext/my.c:7");
    }

    @Test
    void occursAtLeastOnce() {
        assertThatThrownBy(() ->
                        FindingSample.of(CheckType.CHUNK_LEAK).occurrences(0).finding())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0 times");
    }
}
