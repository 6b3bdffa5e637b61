package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The short form of what {@code test/figures/fuzz} does with a million texts. */
class ParserFuzzTest {
    private static final int TEXTS = 20_000;

    @Test
    void almostSessionFilesAreReadOrRefused() throws IOException {
        ParserFuzz fuzz = new ParserFuzz(Path.of("..").toAbsolutePath().normalize());

        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> fuzz.run(TEXTS, 1));

        assertThat(fuzz.corpusSize()).isGreaterThan(100);
        assertThat(fuzz.read()).isGreaterThan(TEXTS / 20);
        assertThat(fuzz.refused()).isGreaterThan(TEXTS / 20);
    }
}
