package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large results come as they are sent, in memory that does not grow with them. */
class RowsIT {
    @TempDir
    private Path directory;

    @Test
    void aMillionRowsPassThroughASmallHeap() throws Exception {
        Path file = Files.writeString(
                directory.resolve("rows.mcs"),
                "SELECT i, 'row ' || i AS t FROM generate_series(1, 1000000) i;\n\\expect rows = 1000000\n"
                        + "\\expect cell 2 2 = 'row 2'\nSELECT i FROM generate_series(1, 1000) i;\n\\expect cell 1000 1 = 1000\n");
        List<String> command = MemcheckJar.command("run", file.toString());
        command.add(1, "-Xmx64m");
        Path out = directory.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        Process process = builder.redirectOutput(out.toFile()).start();

        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();

        try (Stream<String> lines = Files.lines(out)) {
            assertThat(lines.filter(line -> line.matches(" *\\d+ \\| row \\d+")))
                    .hasSize(1_000_000)
                    .first()
                    .isEqualTo("    1 | row 1");
        }
        try (Stream<String> lines = Files.lines(out)) {
            assertThat(lines.filter(line -> line.startsWith("(") || line.contains(".mcs: ")))
                    .containsExactly(
                            "(1000000 rows)",
                            "(1000 rows)",
                            file + ": ok, 2 statements, 0 windows, 0 findings, 3 expectations held");
        }
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void controlCEndsThePrintingOfRows() throws Exception {
        try (TmuxTerminal terminal = TmuxTerminal.start(directory, Map.of())) {
            terminal.await("memcheck>");
            terminal.type("SELECT 'row ' || i AS t FROM generate_series(1, 100000000) i;");
            terminal.await(" row 2000\n");
            terminal.key("C-c");
            terminal.await("ERROR:  canceling statement due to user request");
            terminal.awaitPrompt("memcheck>");
            terminal.typeAndAwaitPrompt("SELECT 40 + 2;");
            assertThat(terminal.screen()).contains("       42");
        }
    }
}
