package dev.memcheck.shell.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeOpeningTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path pipe;

    @BeforeEach
    void makePipe() throws IOException, InterruptedException {
        pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void whoWantsToStopNeedNotWaitForAReader() {
        assertThatThrownBy(() -> new PipeOpening(() -> true, said::add, LONG).open(pipe))
                .isInstanceOf(IOException.class)
                .hasMessage("nobody reads " + pipe);
        assertThat(said).containsExactly("waiting for a reader of " + pipe + ", up to 600 s");
    }

    @Test
    void aReaderThatDoesNotComeIsNotWaitedForForEver() {
        assertThatThrownBy(() -> new PipeOpening(() -> false, said::add, Duration.ofMillis(1)).open(pipe))
                .hasMessage("nobody reads " + pipe);
    }

    @Test
    void aReaderThatIsThereGetsItWithoutAWord() throws Exception {
        CompletableFuture<String> read = CompletableFuture.supplyAsync(this::readAll);
        try (OutputStream out = new PipeOpening(() -> false, words -> {}, LONG).open(pipe)) {
            out.write('x');
        }
        assertThat(read.get()).isEqualTo("x");
    }

    private String readAll() {
        try {
            return Files.readString(pipe);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
