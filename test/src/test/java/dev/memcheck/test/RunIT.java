package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code memcheck run} over several files, with a baseline, and interrupted. */
class RunIT {
    private static final String LEAK =
            "CREATE EXTENSION IF NOT EXISTS buggy_ext;\nbegin;\nSELECT leak_top();\nSELECT leak_context();\nend\n";
    private static final long DEADLINE_SECONDS = 180;

    @TempDir
    private Path directory;

    @Test
    void filesRunAtATimeEachOnAServerOfItsOwnAndPrintInTheirOrder() throws Exception {
        Path files = Files.createDirectory(directory.resolve("files"));
        for (String name : List.of("a", "b", "c")) {
            // The same table in each: they would disturb each other on one server.
            Files.writeString(
                    files.resolve(name + ".mcs"),
                    "CREATE TABLE t (n int);\nSELECT '" + name + " is here';\n\\expect rows = 1\n");
        }
        Files.writeString(files.resolve("d.mcs"), LEAK);

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", "-v", "--jobs", "3", files.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsSubsequence(
                        "a is here", "a.mcs: ok", "b is here", "b.mcs: ok", "c is here", "c.mcs: ok", "d.mcs: FAILED");
    }

    @Test
    void shardsTogetherRunEveryFileOnce() throws Exception {
        Path files = Files.createDirectory(directory.resolve("files"));
        for (int i = 0; i < 4; i++) {
            Files.writeString(files.resolve(i + ".mcs"), "SELECT 'content " + i + "';\n");
        }

        MemcheckJar.Run one = MemcheckJar.run("", directory, "run", "--shard", "1/2", files.toString());
        MemcheckJar.Run two = MemcheckJar.run("", directory, "run", "--shard", "2/2", files.toString());

        assertThat(one.exitCode() + two.exitCode()).isZero();
        String both = one.out() + two.out();
        for (int i = 0; i < 4; i++) {
            assertThat(both).containsOnlyOnce(i + ".mcs: ok");
        }
    }

    @Test
    void oneServerForSeveralJobsIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("a.mcs"), "SELECT 1;");

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", "--jobs", "2", "-h", "127.0.0.1", file.toString());

        assertThat(run.err()).contains("--jobs cannot be used with a running server");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    /** Its server was begun before the text was read. */
    @Test
    void aTextThatCannotBeReadLeavesNoServer() throws Exception {
        Path file = Files.writeString(directory.resolve("a.mcs"), "SELECT 1;\n\\nonsense\n");
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        for (Path open : List.of(directory, scratch)) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        List<String> command = new ArrayList<>(List.of("env", "TMPDIR=" + scratch));
        command.addAll(MemcheckJar.command("run", file.toString()));
        Path out = directory.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        Process process = builder.start();

        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(out).content().contains(file + ":2:1: ");
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void aBaselineIsWrittenKeptAndTold() throws Exception {
        Path file = Files.writeString(directory.resolve("leaks.mcs"), LEAK);
        Path baseline = directory.resolve("known.txt");
        String kept = "wrong_ctx_alloc from 'buggy%' symbol leak_top since '2026-01-31' because 'we know'\n";
        String unused = "crash since '2026-01-31' because 'long gone'\n";
        Files.writeString(baseline, "-- by hand\n" + kept + unused);

        MemcheckJar.Run written =
                MemcheckJar.run("", directory, "run", file.toString(), "--write-baseline", baseline.toString());

        assertThat(written.exitCode()).isZero();
        assertThat(baseline)
                .content()
                .startsWith("-- by hand\n" + kept + unused)
                .contains("\ncontext_leak in 'buggy_ext work' from buggy_ext symbol leak_context since '");

        MemcheckJar.Run read = MemcheckJar.run(
                "",
                directory,
                "run",
                file.toString(),
                "--baseline=" + baseline,
                "--report=json=" + directory.resolve("r.json"));

        assertThat(read.exitCode()).isZero();
        assertThat(read.out())
                .contains("2 findings (2 known)", "note: " + baseline + ":3:1: no finding matches this baseline entry");
        JsonNode findings = new ObjectMapper()
                .readTree(directory.resolve("r.json").toFile())
                .at("/sessions/0/windows/0/findings");
        assertThat(findings)
                .hasSize(2)
                .allMatch(finding -> finding.get("suppressed").asBoolean());
        assertThat(findings.findValuesAsText("suppression")).contains("we know (since 2026-01-31)");

        Files.writeString(baseline, kept);
        MemcheckJar.Run narrowed =
                MemcheckJar.run("", directory, "run", file.toString(), "--baseline", baseline.toString());
        assertThat(narrowed.out()).contains("finding 2: WARNING context_leak").doesNotContain("finding 1: ");
        assertThat(narrowed.exitCode()).isEqualTo(1);
    }

    @Test
    void aWrongBaselineIsToldWithItsPlace() throws Exception {
        Path file = Files.writeString(directory.resolve("a.mcs"), "SELECT 1;");
        Path baseline = Files.writeString(directory.resolve("known.txt"), "\ncontext_leek since '2026-01-31'\n");

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", file.toString(), "--baseline", baseline.toString());

        assertThat(run.err()).contains(baseline + ":2:1: found context_leek", "did you mean context_leak?");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void ctrlCStopsWithWhatWasFoundSoFar() throws Exception {
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("a.mcs"), LEAK);
        Path marker = directory.resolve("b.runs");
        Files.writeString(
                files.resolve("b.mcs"),
                "CREATE EXTENSION buggy_ext;\nbegin slow;\nSELECT leak_top();\nCOPY (SELECT 1) TO PROGRAM 'touch "
                        + marker + "';\n" + "SELECT pg_sleep(600);\nSELECT 'not reached';\nend\n");
        Files.writeString(files.resolve("c.mcs"), "SELECT 'not reached';\n");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path out = directory.resolve("out");
        // A shell that starts its jobs in the background has them ignore the signal, and so would what they start.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(MemcheckJar.command("run", files.toString(), "--report=json=" + directory.resolve("r.json")));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        Process process = builder.start();
        try {
            await(() -> Files.exists(marker), out);
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroy();
        }

        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(out)
                .content()
                .contains("a.mcs: FAILED", "b.mcs: interrupted", "1 file was not run: interrupted")
                .doesNotContain("not reached");
        JsonNode sessions = new ObjectMapper()
                .readTree(directory.resolve("r.json").toFile())
                .get("sessions");
        assertThat(sessions).hasSize(2);
        assertThat(sessions.at("/0/verdict").asText()).isEqualTo("failed");
        assertThat(sessions.at("/1/verdict").asText()).isEqualTo("unfinished");
        assertThat(sessions.at("/1/windows/0/end").asText()).isEqualTo("closed");
        assertThat(sessions.at("/1/windows/0/findings/0/symbol").asText()).isEqualTo("leak_top");
        try (Stream<ProcessHandle> left = process.descendants()) {
            assertThat(left).isEmpty();
        }
    }

    private static void await(BooleanSupplier condition, Path out) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(Files.readString(out)).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
