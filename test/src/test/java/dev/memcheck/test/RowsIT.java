package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large results come as they are sent, in memory that does not grow with them. */
class RowsIT {
    private static final Pattern LATE_ROW = Pattern.compile("(?m)^ row \\d{4,}$");

    @TempDir
    private Path directory;

    @Test
    void aMillionRowsPassThroughASmallHeap() throws Exception {
        Path file = Files.writeString(
                directory.resolve("rows.mcs"),
                "SELECT i, 'row ' || i AS t FROM generate_series(1, 1000000) i;\n\\expect rows = 1000000\n"
                        + "\\expect cell 2 2 = 'row 2'\nSELECT i FROM generate_series(1, 1000) i;\n\\expect cell 1000 1 = 1000\n");
        List<String> command = MemcheckJar.command("run", "-v", file.toString());
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
    void aMillionCopiedLinesPassThroughASmallHeap() throws Exception {
        Path file = Files.writeString(
                directory.resolve("copy.mcs"),
                "COPY (SELECT i, 'row ' || i FROM generate_series(1, 1000000) i) TO STDOUT;\n"
                        + "\\expect rows = 1000000\nCOPY (SELECT 1) TO STDOUT;\n\\expect rows = 1\n");
        Path out = directory.resolve("out");

        assertThat(small("64m", out, "run", "-v", file.toString())).isZero();

        try (Stream<String> lines = Files.lines(out)) {
            assertThat(lines.filter(line -> line.matches("\\d+\trow \\d+")))
                    .hasSize(1_000_000)
                    .last()
                    .isEqualTo("1000000\trow 1000000");
        }
    }

    @Test
    void aValueThatDoesNotFitEndsAFileWithOneSentence() throws Exception {
        for (String statement :
                List.of("SELECT repeat('x', 500000000);", "COPY (SELECT repeat('x', 500000000)) TO STDOUT;")) {
            Path file = Files.writeString(directory.resolve("large.mcs"), statement + "\n");
            Path out = directory.resolve("out");

            assertThat(small("64m", out, "run", "-v", file.toString())).isEqualTo(3);

            assertThat(Files.readString(out))
                    .contains(
                            "an answer that does not fit into the 64 MB that memcheck may use: java -Xmx gives it more")
                    .doesNotContain("OutOfMemoryError", "\tat ");
        }
    }

    @Test
    void aValueThatDoesNotFitLeavesThePromptItsSession() throws Exception {
        try (TmuxTerminal terminal = TmuxTerminal.start(directory, Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m"))) {
            terminal.await("memcheck>");
            terminal.typeAndAwaitPrompt("SELECT repeat('x', 500000000);");
            assertThat(terminal.screen())
                    .contains(
                            "an answer that does not fit into the 64 MB that memcheck may use",
                            "note: connected to a new backend");
            terminal.typeAndAwaitPrompt("SELECT 40 + 2;");

            assertThat(terminal.screen()).contains("       42").doesNotContain("mistake of memcheck");
        }
    }

    private static int small(String heap, Path out, String... arguments) throws Exception {
        List<String> command = MemcheckJar.command(arguments);
        command.add(1, "-Xmx" + heap);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        Process process = builder.redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void controlCEndsThePrintingOfRows() throws Exception {
        try (TmuxTerminal terminal = TmuxTerminal.start(directory, Map.of())) {
            terminal.await("memcheck>");
            terminal.type("SELECT 'row ' || generate_series(1, 100000000) AS t;");
            // Rows run off the top of what the terminal remembers, so any late one will do.
            terminal.await("rows", screen -> LATE_ROW.matcher(screen).find());
            terminal.key("C-c");
            terminal.await("ERROR:  canceling statement due to user request");
            terminal.awaitPrompt("memcheck>");
            terminal.typeAndAwaitPrompt("SELECT 40 + 2;");
            assertThat(terminal.screen()).contains("       42");
        }
    }
}
