package dev.memcheck.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void hasAFunctionALibraryAndAPlace() {
        assertThat(Frame.of("leak_top (buggy_ext) at /src/a (b)/buggy_ext.c:18"))
                .isEqualTo(new Frame("leak_top", Optional.of("buggy_ext"), Optional.of("/src/a (b)/buggy_ext.c:18")));
        assertThat(Frame.of("+0x2ffe0e (postgres)"))
                .isEqualTo(new Frame("+0x2ffe0e", Optional.of("postgres"), Optional.empty()));
        assertThat(Frame.of("cache::Entry::fill(std::string const&, int) (my_ext)"))
                .isEqualTo(new Frame(
                        "cache::Entry::fill(std::string const&, int)", Optional.of("my_ext"), Optional.empty()));
    }

    @Test
    void ofAnyOtherFormIsASymbol() {
        assertThat(Frame.of("something else")).hasToString("something else");
        assertThat(Frame.of("")).isEqualTo(new Frame("", Optional.empty(), Optional.empty()));
    }

    @Test
    void readsBackAsItWasWritten() {
        for (String text : List.of("f (lib) at /x.c:1", "+0x1 (lib)", "f", "a (b) (c) at d at e", "f+0x5a (lib)")) {
            assertThat(Frame.of(text)).hasToString(text);
        }
    }

    @Test
    void knowsTheOwnerAndTheObserver() {
        Site site = FindingSample.of(CheckType.CHUNK_LEAK).finding().site();

        assertThat(site.owns(Frame.of("leak_top (buggy_ext) at buggy_ext.c:18")))
                .isTrue();
        assertThat(site.owns(Frame.of("leak_top (other_ext)"))).isFalse();
        assertThat(Site.unknown().owns(Frame.of("leak_top"))).isFalse();
        assertThat(Frame.of("memcheck_ExecutorRun (pg_ext_memcheck)").isObserver())
                .isTrue();
        assertThat(Frame.of("leak_top (buggy_ext)").isObserver()).isFalse();
    }

    @Test
    void theOffsetTellsPlacesApartAndIsNoPartOfTheFunction() {
        Site site = FindingSample.of(CheckType.CHUNK_LEAK)
                .by("two", "lib")
                .finding()
                .site();

        assertThat(Frame.of("two+0x5a (lib)").function()).isEqualTo("two");
        assertThat(site.owns(Frame.of("two+0x5a (lib)"))).isTrue();
        assertThat(Frame.of("+0x5a (lib)").function()).isEqualTo("+0x5a");
    }
}
