package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.test.MemcheckJar.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commit of an extension that brought a leak, found with git. */
class BisectIT {
    private static final String SESSION =
            "CREATE EXTENSION bisected;\nbegin;\nSELECT work();\nSELECT work();\nend\n\\expect clean\n";

    @TempDir
    private Path directory;

    @Test
    void theFirstBadCommitIsFoundAndWhatDoesNotBuildIsSkipped() throws Exception {
        Path extension = extension();
        Files.writeString(extension.resolve("work.mcs"), SESSION);

        Run run = MemcheckJar.runIn(extension, "bisect", "HEAD~4", "HEAD", "--", "work.mcs");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsPattern("does not build: skipped, it does not build: bisected\\.c:.*error: #error half done")
                .containsPattern("(?m)^first bad commit: [0-9a-f]+ leaks$")
                .contains("work (bisected)");
        assertThat(run.exitCode()).isZero();
        assertThat(git(extension, "status", "--porcelain", "-uno")).isEmpty();
        assertThat(git(extension, "worktree", "list").lines()).hasSize(1);
    }

    /** cp writes through a link, as does what else does not take care. */
    @Test
    void aBuildThatCopiesOverWhatIsThereDoesNotReachTheServer() throws Exception {
        Path extension = extension();
        Files.writeString(extension.resolve("work.mcs"), SESSION);
        String library = "$($PG_CONFIG --pkglibdir)/plpgsql.so";
        String control = "$($PG_CONFIG --sharedir)/extension/plpgsql.control";
        String header = "test -f $($PG_CONFIG --includedir-server)/postgres.h && test -d $($PG_CONFIG --includedir)";

        Run run = MemcheckJar.runIn(
                extension,
                "bisect",
                "--build",
                header + " && for f in " + library + " " + control + "; do test ! -L $f && test -f $f || exit 1; done;"
                        + " make -s && make -s install",
                "HEAD~4",
                "HEAD~3",
                "work.mcs");

        assertThat(run.out()).containsPattern("(?m)^first bad commit: [0-9a-f]+ leaks$");
    }

    @Test
    void twoCommitsThatAreNotAsTheyAreSaidToBeAreRefused() throws Exception {
        Path extension = extension();
        Files.writeString(extension.resolve("work.mcs"), SESSION);

        Run run = MemcheckJar.runIn(extension, "bisect", "HEAD", "HEAD~4", "--", "work.mcs");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out())
                .contains(
                        "what is found there is known from now on: wrong_ctx_alloc in TopMemoryContext from bisected symbol work");
        assertThat(run.err()).startsWith("memcheck: HEAD~4 is to be bad, but it is good, but for what is known\n");
    }

    /** GOOD is the later one, and what mends it is in a submodule. */
    @Test
    void theCommitThatMendsIsFoundWithItsSubmodule() throws Exception {
        Path extension = extension();
        Path common = Files.createDirectory(directory.resolve("common"));
        git(common, "init", "-q");
        mention(common, "TopMemoryContext");
        git(extension, "-c", "protocol.file.allow=always", "submodule", "add", "-q", common.toString(), "common");
        commit(extension, "takes the context from common", "\n#include \"common/context.h\"\n", "");
        mention(extension.resolve("common"), "CurrentMemoryContext");
        git(extension, "add", "-A");
        commitAll(extension, "mends it in common");
        Files.writeString(extension.resolve("work.mcs"), SESSION);
        String before = git(extension, "config", "--list", "--local");

        Run run = MemcheckJar.runIn(extension, "bisect", "HEAD", "HEAD~1", "--", "work.mcs");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsPattern("(?m)^first good commit: [0-9a-f]+ mends it in common\nbefore it:$")
                .contains("work (bisected)");
        assertThat(git(extension, "config", "--list", "--local")).isEqualTo(before);
        assertThat(git(extension, "status", "--porcelain", "-uno")).isEmpty();
        assertThat(git(extension, "worktree", "list").lines()).hasSize(1);
    }

    private static void mention(Path common, String context) throws IOException, InterruptedException {
        Files.writeString(common.resolve("context.h"), context + "\n");
        git(common, "add", "-A");
        commitAll(common, "names a context");
    }

    @Test
    void aSignalEndsTheBuildAndLeavesNothingBehind() throws Exception {
        Path extension = extension();
        Files.writeString(extension.resolve("work.mcs"), SESSION);
        Path begun = directory.resolve("begun");
        Process bisect = new ProcessBuilder(MemcheckJar.command(
                        "bisect", "--build", "sleep 1000 & echo $! >" + begun + "; wait", "HEAD~4", "HEAD", "work.mcs"))
                .directory(extension.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!Files.exists(begun) || Files.size(begun) == 0) {
            assertThat(System.nanoTime()).as("the build has begun").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(git(extension, "worktree", "list").lines()).hasSize(2);

        bisect.destroy();

        assertThat(bisect.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(bisect.exitValue()).isEqualTo(130);
        assertThat(Files.readString(directory.resolve("said"))).isEmpty();
        assertThat(git(extension, "worktree", "list").lines()).hasSize(1);
        long build = Long.parseLong(Files.readString(begun).strip());
        deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (runs(build)) {
            assertThat(System.nanoTime()).as("what the build began is ended").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** In a container the process that adopts a dead one may never ask how it ended; then it stays, as a zombie. */
    private static boolean runs(long process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false; // it ended before that was read
        }
    }

    @Test
    void gitIsToldWhatIsNoVerdict() throws Exception {
        assertThat(bisected("SELECT no_such_function();\n\\expect clean\n")).isEqualTo(125);
        assertThat(bisected("end never_begun\n")).isEqualTo(125);
        assertThat(bisected("SELECT 1;\n\\expect rows = 2\n")).isEqualTo(1);
        assertThat(bisected("SELECT 1;\n\\expect rows = 1\n")).isZero();
        assertThat(MemcheckJar.runIn(directory, "run", "--bisect", "no_such_file.mcs")
                        .exitCode())
                .isEqualTo(125);
    }

    private int bisected(String session) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("session.mcs"), session);
        return MemcheckJar.runIn(directory, "run", "--bisect", "session.mcs").exitCode();
    }

    /** Its commits: good, leaks, does not build, leaks, leaks. Git looks at the one in the middle first. */
    private Path extension() throws IOException, InterruptedException {
        Path extension = Files.createDirectory(directory.resolve("bisected"));
        Files.writeString(
                extension.resolve("Makefile"),
                "MODULES = bisected\nEXTENSION = bisected\nDATA = bisected--1.0.sql\noverride with_llvm = no\n"
                        + "PG_CONFIG ?= pg_config\nPGXS := $(shell $(PG_CONFIG) --pgxs)\ninclude $(PGXS)\n");
        Files.writeString(extension.resolve("bisected.control"), "default_version = '1.0'\n");
        Files.writeString(
                extension.resolve("bisected--1.0.sql"),
                "CREATE FUNCTION work() RETURNS void AS 'bisected' LANGUAGE C;\n");
        git(extension, "init", "-q");
        commit(extension, "works", "CurrentMemoryContext", "");
        commit(extension, "leaks", "TopMemoryContext", "");
        commit(extension, "does not build", "TopMemoryContext", "#error half done");
        commit(extension, "leaks on", "TopMemoryContext", "");
        commit(extension, "leaks still", "TopMemoryContext", "/* nobody noticed */");
        return extension;
    }

    private static void commit(Path extension, String subject, String context, String more)
            throws IOException, InterruptedException {
        Files.writeString(
                extension.resolve("bisected.c"),
                "#include \"postgres.h\"\n#include \"fmgr.h\"\n#include \"utils/memutils.h\"\nPG_MODULE_MAGIC;\n"
                        + "PG_FUNCTION_INFO_V1(work);\nDatum\nwork(PG_FUNCTION_ARGS)\n{\n"
                        + "\tchar *volatile made = MemoryContextAlloc(" + context + ", 1000);\n"
                        + "\tmade[0] = 0;\n\tPG_RETURN_VOID();\n}\n" + more + "\n");
        git(extension, "add", "-A");
        commitAll(extension, subject);
    }

    private static void commitAll(Path directory, String subject) throws IOException, InterruptedException {
        git(directory, "-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-q", "-m", subject);
    }

    private static String git(Path directory, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(git.getInputStream().readAllBytes());
        assertThat(git.waitFor()).as(text).isZero();
        return text;
    }
}
