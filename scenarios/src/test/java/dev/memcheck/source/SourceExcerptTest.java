package dev.memcheck.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceExcerptTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.createDirectories(directory.resolve("src")).resolve("my_ext.c");
        Files.writeString(file, "one\ntwo\nthree\nfour\nmy_fn(void)\nsix\nseven\neight\n");
    }

    @Test
    void linesAroundAreGiven() {
        assertThat(find(file.toString(), 6, "my_fn"))
                .contains(new SourceExcerpt(
                        file, 2, 6, List.of("two", "three", "four", "my_fn(void)", "six", "seven", "eight")));
        assertThat(find(file.toString(), 1, "my_fn").orElseThrow().lines()).containsExactly("one", "two", "three");
        assertThat(find(file.toString(), 8, "my_fn").orElseThrow().lines())
                .hasSize(5)
                .endsWith("eight");
    }

    @Test
    void whatWasBuiltElsewhereIsFoundBelowADirectory() {
        assertThat(find("/build/my_ext-1.0/src/my_ext.c", 5, "my_fn")).isPresent();
        assertThat(find("../src/my_ext.c", 5, "my_fn")).isPresent();
        assertThat(find("my_ext.c", 5, "my_fn")).isEmpty();
        assertThat(SourceExcerpt.find("my_ext.c", 5, "my_fn", List.of(directory, directory.resolve("src"))))
                .isPresent();
    }

    @Test
    void anotherFileOfTheNameIsNotTakenForIt() {
        assertThat(find(file.toString(), 9, "my_fn")).isEmpty();
        assertThat(find(file.toString(), 5, "another_fn")).isEmpty();
        assertThat(find(file.toString(), 5, "my::scope::my_fn(int, char*)")).isPresent();
        assertThat(find(directory.toString(), 1, "my_fn")).isEmpty();
        assertThat(find("no\0name", 1, "my_fn")).isEmpty();
    }

    private Optional<SourceExcerpt> find(String name, int line, String function) {
        return SourceExcerpt.find(name, line, function, List.of(directory));
    }
}
