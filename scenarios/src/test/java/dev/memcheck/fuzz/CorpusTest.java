package dev.memcheck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fuzzer has kept, each of it as it is and with some bytes changed. */
class CorpusTest {
    private static final int CHANGED = 20;

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void isReadOrRefused(ForeignBytes reader) throws IOException {
        Path corpus = Path.of("src/test/corpus", reader.name().toLowerCase(Locale.ROOT));
        Random random = new Random(5);
        List<Path> files;
        try (Stream<Path> kept = Files.list(corpus)) {
            files = kept.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            reader.read(bytes);
            for (int i = 0; i < CHANGED && bytes.length > 0; i++) {
                byte[] changed = bytes.clone();
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                reader.read(changed);
            }
        }
    }
}
