package dev.memcheck.render.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Site;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ShortPathsTest {
    private static final Finding FINDING = FindingSample.of(CheckType.USE_AFTER_RESET)
            .site(new Site(
                    Optional.of("my_ext"),
                    Optional.of("fill"),
                    Optional.of("/home/me/my_ext/src/list.c"),
                    OptionalInt.of(7),
                    List.of(
                            "palloc (postgres) at mcxt.c:1199",
                            "fill (my_ext) at /home/me/my_ext/src/list.c:7",
                            "main")))
            .freedAt("forget (my_ext) at /home/me/my_ext/src/free.c:3")
            .finding();

    @Test
    void filesBelowADirectoryAreNamedFromThere() {
        Finding told = new ShortPaths(List.of(Path.of("/elsewhere"), Path.of("/home/me/my_ext"))).of(FINDING);

        assertThat(told.site().fullLabel()).isEqualTo("fill (my_ext) at src/list.c:7");
        assertThat(told.site().stack())
                .containsExactly("palloc (postgres) at mcxt.c:1199", "fill (my_ext) at src/list.c:7", "main");
        assertThat(told.freedStack()).containsExactly("forget (my_ext) at src/free.c:3");
        assertThat(told.bytes()).isEqualTo(FINDING.bytes());
    }

    @Test
    void othersAreNamedInFull() {
        assertThat(new ShortPaths(List.of(Path.of("/home/me/my"), Path.of("/"))).of(FINDING))
                .isEqualTo(FINDING);
    }
}
