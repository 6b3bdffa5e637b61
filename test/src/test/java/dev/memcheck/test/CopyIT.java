package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyIT {
    @TempDir
    private Path directory;

    @Test
    void copiesFromTextFilesAndProgramsAndBack() throws Exception {
        Path in = Files.writeString(directory.resolve("in"), "1\tone\n2\ttwo\n");
        Path out = directory.resolve("out");
        Path binary = directory.resolve("binary");
        Path file = Files.writeString(directory.resolve("copy.mcs"), """
                CREATE EXTENSION buggy_ext;
                CREATE TABLE t (a int, b text CHECK (leak_top() > 0));
                begin loaded
                COPY t FROM STDIN;
                3	it's; \\\\.
                4	:x
                \\.
                \\copy t from '@in'
                \\copy t from stdin (format csv)
                5,five
                \\.
                end loaded
                \\expect wrong_ctx_alloc symbol leak_top confirmed
                \\copy t (a) from program 'seq 6 7'
                \\copy (SELECT DISTINCT * FROM t ORDER BY a) to '@out'
                \\copy t to @binary (format binary)
                \\copy t from @binary (format binary)
                \\copy (SELECT 'to a program') to program 'tr a-z A-Z'
                COPY t FROM STDIN;
                8	eight
                nine	9
                \\.
                \\expect error '22P02' 'invalid input syntax'
                SELECT count(*), count(DISTINCT a) FROM t;
                \\expect cell 1 2 = 7
                \\copy t (a) from program 'echo seven; sleep 1000; echo late'
                \\expect error '22P02' 'seven'
                \\copy nosuch from program 'sleep 1000'
                \\expect error '42P01' 'nosuch'
                \\copy t from /no/such
                """.replace("@in", in.toString())
                .replace("@out", out.toString())
                .replace("@binary", binary.toString()));

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", "-v", "--confirm", "2", file.toString());

        assertThat(run.out())
                .contains(
                        "COPY 1\n",
                        "COPY 2\n",
                        "TO A PROGRAM\n",
                        "COPY t, line 2, column a: \"nine\"\nThat line is " + file + ":21:1\n")
                .contains("copy.mcs:30:1: \\copy: /no/such: No such file or directory\n")
                .doesNotContain("succeeded before", "exited with exit code");
        assertThat(run.err()).doesNotContain("Terminated");
        assertThat(Files.readString(out)).startsWith("1\tone\n").contains("3\tit's; \\\\.\n4\t:x\n5\tfive\n6\t\\N\n");
        assertThat(Files.readAllBytes(binary)).startsWith("PGCOPY\n".getBytes());
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aBackendThatGoesWhileItTakesDataIsLostThere() throws Exception {
        Path pid = directory.resolve("pid");
        Path file = Files.writeString(directory.resolve("gone.mcs"), """
                CREATE TABLE t (a int);
                \\copy (SELECT pg_backend_pid()) to '@pid'
                \\copy t from program 'kill -TERM $(cat @pid); sleep 1000'
                SELECT 'it' || ' runs';
                """.replace("@pid", pid.toString()));

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", "-v", file.toString());

        assertThat(run.out())
                .contains("it was running: COPY t FROM STDIN", "\n it runs\n")
                .doesNotContain("Database connection failed");
        assertThat(run.exitCode()).isEqualTo(3);
    }
}
