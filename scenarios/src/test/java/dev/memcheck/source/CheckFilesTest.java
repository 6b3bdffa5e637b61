package dev.memcheck.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is made before the first test, and a make that does not end. */
class CheckFilesTest {
    private static final int LONG = 60;

    @TempDir
    private Path directory;

    @Test
    void whatInstallcheckWantsIsMade() throws IOException {
        makefile("installcheck: sql/a.sql\nsql/a.sql:\n\tmkdir -p sql && echo made >$@\n");

        CheckFiles files = CheckFiles.make(directory, Optional.empty(), LONG);

        assertThat(files.made()).containsExactly("sql/a.sql");
        assertThat(files.failure()).isEmpty();
    }

    @Test
    void whatRegressPrepNamesIsMadeThoughItIsNoFile() throws IOException {
        makefile(
                "REGRESS_PREP = test_data\ninstallcheck: submake $(REGRESS_PREP)\n\tdropdb all\nsubmake:\n\ttouch wrong\n"
                        + "test_data:\n\ttouch a.csv\n");

        CheckFiles files = CheckFiles.make(directory, Optional.empty(), LONG);

        assertThat(files.made()).containsExactly("test_data");
        assertThat(files.failure()).isEmpty();
        assertThat(directory.resolve("a.csv")).exists();
        assertThat(directory.resolve("wrong")).doesNotExist();
    }

    @Test
    void whatItCannotPrepareIsSaidAndTheFilesAreMadeAllTheSame() throws IOException {
        makefile("REGRESS_PREP = test_data\ninstallcheck: $(REGRESS_PREP) a.sql\na.sql:\n\ttouch $@\n"
                + "test_data:\n\t@echo no network; exit 1\n");

        CheckFiles files = CheckFiles.make(directory, Optional.empty(), LONG);

        assertThat(files.made()).containsExactly("a.sql");
        assertThat(files.failure())
                .hasValueSatisfying(why ->
                        assertThat(why).startsWith("REGRESS_PREP, test_data: ").contains("no network"));
    }

    @Test
    @Timeout(LONG)
    void aRecipeThatIgnoresTheEndOfItsTimeIsKilledWithAllThatItStarted() throws IOException {
        makefile("installcheck: a.sql\na.sql:\n\techo half >$@; trap '' TERM; sleep 1000\n");

        CheckFiles files = CheckFiles.make(directory, Optional.empty(), 1);

        assertThat(files.made()).isEmpty();
        assertThat(files.failure()).hasValueSatisfying(why -> assertThat(why).contains("was killed"));
        assertThat(directory.resolve("a.sql")).doesNotExist();
    }

    @Test
    @Timeout(LONG)
    void soIsWhatAMakefileRunsAsItIsRead() throws IOException {
        makefile("WAITS := $(shell trap '' TERM; sleep 1000)\n");
        long start = System.nanoTime();

        MakeRun run = MakeRun.output(directory, MakeRun.command("Makefile", Optional.empty(), 1, "-pn"), "");

        assertThat(run.wasKilled()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(LONG));
    }

    @Test
    @Timeout(LONG)
    void whoAsksForTheEndOfABuildEndsAllThatItStarted() throws Exception {
        makefile("all:\n\ttrap '' TERM; sleep 1000 & echo $$! >pid; mv pid begun; wait\n");
        BuildStop stop = new BuildStop();
        CompletableFuture<MakeRun> run = CompletableFuture.supplyAsync(() -> run("all", stop));
        Path begun = directory.resolve("begun");
        while (Files.notExists(begun)) {
            assertThat(run).isNotDone();
            Thread.onSpinWait();
        }

        stop.request();

        assertThat(run.get().good()).isFalse();
        // What is killed may be there for a while, as one that nobody has waited for.
        Path state = Path.of("/proc", Files.readString(begun).strip(), "status");
        while (isRunning(state)) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> run("all", stop)).hasMessageContaining("it was interrupted");
    }

    private static boolean isRunning(Path state) {
        try {
            return !Files.readString(state).contains("State:\tZ");
        } catch (IOException gone) {
            return false;
        }
    }

    private MakeRun run(String target, BuildStop stop) {
        try {
            List<String> command = MakeRun.command("Makefile", Optional.empty(), 1000, target);
            return MakeRun.output(directory, command, "", Map.of(), stop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makefile(String text) throws IOException {
        Files.writeString(directory.resolve("Makefile"), text);
    }
}
