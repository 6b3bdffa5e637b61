package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code memcheck pgregress} is told what to run at once, what is known, and to stop. */
class PgregressOptionsIT {
    private static final long DEADLINE_SECONDS = 180;
    private static final String LEAKS = "SELECT leak_context();\n".repeat(3);

    @TempDir
    private Path directory;

    @BeforeEach
    void suite() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectories(directory.resolve("ext/sql"));
        makefile("");
        file("clean", "SELECT palloc_freed();\n");
        file("leaks", LEAKS);
    }

    @Test
    void aFindingIsTakenIntoABaselineAndThenKnown() throws Exception {
        Path baseline = directory.resolve("known.txt");
        Path report = directory.resolve("report.json");

        MemcheckJar.Run found = pgregress();
        MemcheckJar.Run written = pgregress("--write-baseline", baseline.toString());
        MemcheckJar.Run known = pgregress("--baseline", baseline.toString(), "--report", "json=" + report);

        assertThat(found.out())
                .containsPattern("\\| leaks +\\| WARNING +\\| context_leak .*\\| SELECT leak_context\\(\\)");
        assertThat(found.exitCode()).isEqualTo(1);
        assertThat(written.out()).contains("1 finding added", "the baseline knows 1");
        assertThat(written.exitCode()).isZero();
        assertThat(baseline).content().contains("context_leak", "buggy_ext");
        assertThat(known.out()).contains("the baseline knows 1").doesNotContain("| leaks");
        assertThat(known.exitCode()).isZero();
        assertThat(report).content().contains("\"verdict\": \"passed\"").doesNotContain("\"failed\"");
    }

    @Test
    void filesOfOneLineRunOneAfterAnotherWhereThatIsWantedAndTellTheSame() throws Exception {
        makefile("REGRESS_OPTS += --schedule=schedule\n");
        Files.writeString(directory.resolve("ext/schedule"), "test: leaks first second\n");
        file("first", "SELECT palloc_freed();\n");
        file("second", LEAKS.replace("leak_context", "leak_top"));

        MemcheckJar.Run together = pgregress();
        MemcheckJar.Run single = pgregress("--jobs", "1");

        for (MemcheckJar.Run run : List.of(together, single)) {
            assertThat(run.out())
                    .containsPattern("(?m)^leaks +\\d+ +1 +0 +not compared +\\d+$")
                    .containsPattern("(?m)^first +\\d+ +0 +0 +not compared +\\d+$")
                    .containsPattern("(?m)^second +\\d+ +1 +0 +not compared +\\d+$");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aLauncherStandsBeforePsql() throws Exception {
        makefile("REGRESS_OPTS += --launcher='env LAUNCHED=yes' --max-connections=1\n");
        file("clean", "SELECT palloc_freed();\n\\! echo launched: $LAUNCHED >&2; echo launched: $LAUNCHED\n");
        Files.createDirectories(directory.resolve("ext/expected"));
        Files.writeString(
                directory.resolve("ext/expected/clean.out"),
                Files.readString(directory.resolve("ext/sql/clean.sql"))
                                .replace("();\n", "();\n palloc_freed \n--------------\n            0\n(1 row)\n\n")
                        + "launched: yes\nlaunched: yes\n");

        assertThat(pgregress("clean", "--expected").exitCode()).isZero();
    }

    @Test
    void theLastStatementNeedsNoEndAndFilesFindTheServersDataWhereTheyExpectIt() throws Exception {
        makefile("REGRESS_OPTS += --temp-instance=tmp_check\n");
        // A directory that belongs to whoever runs psql, with something in it.
        Path data = directory.resolve("data");
        String command = "\\! mkdir tmp_check/data/more && cp Makefile tmp_check/data/more && readlink tmp_check/data >"
                + data + " && test -f tmp_check/data/PG_VERSION && echo there\n";
        file("clean", command + "SELECT palloc_freed()\n-- that is all\n");
        Files.createDirectories(directory.resolve("ext/expected"));
        Files.writeString(
                directory.resolve("ext/expected/clean.out"),
                command + "there\nSELECT palloc_freed()\n-- that is all\n"
                        + " palloc_freed \n--------------\n            0\n(1 row)\n\n");

        MemcheckJar.Run run = pgregress("clean", "--expected");

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(directory.resolve("ext/tmp_check")).doesNotExist();
        assertThat(Path.of(Files.readString(data).strip()).getParent()).doesNotExist();
    }

    @Test
    void theSessionsOfAnIsolationTestAreWatched() throws Exception {
        Files.createDirectories(directory.resolve("ext/specs"));
        Files.createDirectories(directory.resolve("ext/expected"));
        Files.writeString(directory.resolve("ext/specs/two.spec"), """
                session one
                step leak { SELECT leak_top() IS NULL AS gone; }
                session two
                step clean { SELECT palloc_freed(); }
                permutation leak leak leak clean
                permutation clean leak leak leak
                """);
        Files.writeString(directory.resolve("ext/expected/two.out"), "something else\n");
        makefile("ISOLATION = two\n");

        MemcheckJar.Run run = pgregress();

        assertThat(run.out())
                .containsPattern("(?m)^clean +\\d+ +0 +0 +not compared +\\d+$")
                .containsPattern("(?m)^isolation two +\\d+ +1 +0 +differs +\\d+$")
                .containsPattern("\\| isolation two +\\| WARNING +\\| wrong_ctx_alloc .* leak_top")
                .contains("3 files, ");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aSignalLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("t"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path marker = directory.resolve("marker");
        file("waits", "\\! touch " + marker + "\nSELECT pg_sleep(1000);\n");
        List<String> command = new ArrayList<>(
                MemcheckJar.command("pgregress", directory.resolve("ext").toString(), "clean", "waits", "leaks"));
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        Path out = directory.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        Process process = builder.start();
        try {
            await(marker, out);
            process.destroy();
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(Files.readString(out)).isEqualTo(130);
        assertThat(out).content().containsPattern("(?m)^clean +").doesNotContain("leaks");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
        assertThat(directory.resolve("ext/results")).doesNotExist();
    }

    private static void await(Path file, Path out) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as(Files.readString(out)).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void makefile(String more) throws IOException {
        Files.writeString(
                directory.resolve("ext/Makefile"),
                "REGRESS = clean leaks\nREGRESS_OPTS = --load-extension=buggy_ext\n" + more);
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve("ext/sql").resolve(name + ".sql"), text);
    }

    private MemcheckJar.Run pgregress(String... arguments) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("pgregress", directory.resolve("ext").toString()));
        all.addAll(List.of(arguments));
        return MemcheckJar.run("", directory, all.toArray(String[]::new));
    }
}
