package dev.memcheck.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Severity;
import dev.memcheck.render.text.Theme;
import dev.memcheck.run.RunOptions;
import dev.memcheck.shell.batch.FileRuns;
import dev.memcheck.shell.batch.FileTask;
import dev.memcheck.shell.batch.Interruption;
import dev.memcheck.shell.batch.RunTotal;
import dev.memcheck.shell.batch.SavedRun;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.Loudness;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.TerminalSize;
import dev.memcheck.shell.session.SessionScript;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much {@code memcheck run} prints. */
class LoudnessTest {
    @TempDir
    private Path directory;

    @Test
    void allIsPrintedAsItHappens() throws IOException {
        assertThat(run(Loudness.ALL)).contains("(1 row)", "window: 1 finding", "good.mcs: ok, ", "bad.mcs: FAILED, ");
    }

    @Test
    void aFileIsALineAndWhatFails() throws IOException {
        Path good = directory.resolve("good.mcs");
        Path bad = directory.resolve("bad.mcs");

        assertThat(run(Loudness.BRIEF).lines().toList())
                .contains(
                        good + ": ok, 2 statements, 1 window, 1 finding",
                        bad + ":2:1: ERROR 22012: division by zero",
                        bad + ":4:1: does not hold: rows = 2",
                        bad + ":4:1: expected rows = 2, found 1 row")
                .containsOnlyOnce("note: window 1 looks for leaks only in contexts like 'no such'")
                .noneMatch(line -> line.contains("(1 row)") || line.startsWith("window") || line.contains("repeated"))
                .endsWith("2 files: 1 ok, 1 failed; 1 window; 1 finding: 1 INFO; 1.5 s");
    }

    @Test
    void whereAllIsWellNothingIsPrinted() throws IOException {
        assertThat(run(Loudness.FAILURES)).doesNotContain("good.mcs").contains("bad.mcs: FAILED, ");
    }

    private String run(Loudness loudness) throws IOException {
        Path good = Files.writeString(
                directory.resolve("good.mcs"), "begin like 'no such';\nSELECT cache_once();\nSELECT 1;\nend\n");
        Path bad = Files.writeString(
                directory.resolve("bad.mcs"), "SELECT 1;\nSELECT fail();\nSELECT 1;\n\\expect rows = 2\n");
        StringWriter printed = new StringWriter();
        Screen screen = new Screen(
                        new PrintWriter(printed),
                        Theme.resolve(Map.of(), false, StandardCharsets.UTF_8),
                        TerminalSize.UNBOUNDED,
                        false)
                .with(loudness);
        Commands commands = new Commands();
        try (Interruption never = Interruption.never();
                SavedRun unsaved = SavedRun.to(Optional.empty())) {
            FileRuns runs = new FileRuns(screen, false, 1, false, never);
            FileTask task =
                    new FileTask(commands, FakeBackends.ready(), RunOptions.batch(2, Severity.WARNING), never, unsaved);
            runs.run(List.of(SessionScript.read(good, commands), SessionScript.read(bad, commands)), task::run);
            return printed + RunTotal.of(runs.results(), Duration.ofMillis(1500));
        }
    }
}
