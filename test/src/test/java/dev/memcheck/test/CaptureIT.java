package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are kept, looked at and compared without a server. */
class CaptureIT {
    private static final String LEAKY = "CREATE EXTENSION IF NOT EXISTS buggy_ext;\nbegin kept;\nSELECT leak_top();\n"
            + "SELECT leak_context();\nSELECT 1;\nend\n";
    private static final String BETTER = LEAKY.replace("leak_context", "palloc_freed");

    @TempDir
    private Path directory;

    private Path leaky;
    private Path better;

    @BeforeEach
    void twoRuns() throws Exception {
        leaky = save("before", LEAKY);
        better = save("after", BETTER);
    }

    @Test
    void aKeptRunShowsStatementsTreesAndFindings() throws Exception {
        MemcheckJar.Run view = MemcheckJar.run("", directory, "view", leaky.toString());

        assertThat(view.exitCode()).isZero();
        assertThat(view.out())
                .containsSubsequence(
                        "session.mcs: failed",
                        "begin kept, closed",
                        "2. SELECT leak_top()",
                        "retained +",
                        "3. SELECT leak_context()",
                        "4. SELECT 1",
                        ", nothing retained\n",
                        "buggy_ext work",
                        "!! LEAK",
                        "leak_context (buggy_ext) at buggy_ext.c:");
    }

    @Test
    void runsOfPartsAreMerged() throws Exception {
        Path report = directory.resolve("after.json");
        Path whole = directory.resolve("whole");

        MemcheckJar.Run merge = MemcheckJar.run(
                "",
                directory,
                "merge",
                leaky.toString(),
                report.toString(),
                "--save",
                whole.toString(),
                "--report",
                "junit=" + directory.resolve("whole.xml"));

        assertThat(merge.exitCode()).isEqualTo(1);
        assertThat(merge.out())
                .containsSubsequence("session.mcs: failed", "!! LEAK", "leak_context (buggy_ext)", "2 sessions: ");
        assertThat(Files.readString(directory.resolve("whole.xml"))).contains("<testsuite id=\"1\"");
        assertThat(MemcheckJar.run("", directory, "view", whole.toString()).out())
                .contains("buggy_ext work");

        Files.writeString(report, Files.readString(report).replaceFirst("\"failOn\": \"WARNING\"", "\"failOn\": 7"));
        MemcheckJar.Run broken = MemcheckJar.run("", directory, "merge", leaky.toString(), report.toString());
        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(broken.err()).contains(report + ":6: expected a text as \"failOn\", found \"7\"");
    }

    @Test
    void theLinesOfSourceStandInItsReports() throws Exception {
        String report = MemcheckJar.run("", directory, "view", leaky.toString(), "--report", "markdown")
                .out();

        assertThat(report).containsSubsequence("leak_context", "  source      ", "=&gt; ", "AllocSetContextCreate");
    }

    @Test
    void reportsOfAKeptRunAreThoseOfTheRun() throws Exception {
        MemcheckJar.run("", directory, "view", leaky.toString(), "--report", "json=" + directory.resolve("again.json"));

        ObjectMapper mapper = new ObjectMapper();
        JsonNode again = mapper.readTree(directory.resolve("again.json").toFile());
        JsonNode first = mapper.readTree(directory.resolve("before.json").toFile());
        assertThat(again).isEqualTo(first);
        assertThat(again.at("/sessions/0/windows/0/findings")).hasSize(2);
    }

    @Test
    void theSecondRunIsBetterOrWorse() throws Exception {
        MemcheckJar.Run improved = MemcheckJar.run("", directory, "diff", leaky.toString(), better.toString());
        MemcheckJar.Run worsened = MemcheckJar.run("", directory, "diff", better.toString(), leaky.toString());
        MemcheckJar.Run same = MemcheckJar.run("", directory, "diff", leaky.toString(), leaky.toString());

        assertThat(improved.out())
                .contains("gone    WARNING context_leak in buggy_ext work")
                .contains("1 gone");
        assertThat(improved.exitCode()).isZero();
        assertThat(worsened.out())
                .contains("new     WARNING context_leak in buggy_ext work")
                .contains("1 new");
        assertThat(worsened.exitCode()).isEqualTo(1);
        assertThat(same.out()).isEqualTo("nothing got better or worse\n");
        assertThat(same.exitCode()).isZero();
    }

    @Test
    void runsThatLostTheirBackendAreNoGoodNews() throws Exception {
        Path lost = save("lost", "SELECT pg_terminate_backend(pg_backend_pid());\n");

        MemcheckJar.Run both = MemcheckJar.run("", directory, "diff", lost.toString(), lost.toString());
        MemcheckJar.Run second = MemcheckJar.run("", directory, "diff", better.toString(), lost.toString());
        MemcheckJar.Run first = MemcheckJar.run("", directory, "diff", lost.toString(), leaky.toString());

        assertThat(both.out()).contains("worse   lost its backend in both runs: there is nothing to compare");
        assertThat(both.exitCode()).isEqualTo(1);
        assertThat(second.out()).contains("worse   lost its backend, failed before");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(first.out()).contains("better  failed, lost its backend before", "new     WARNING context_leak");
        assertThat(first.exitCode()).isEqualTo(1);
    }

    @Test
    void aFileThatIsNoneIsRefused() throws Exception {
        byte[] whole = Files.readAllBytes(leaky);
        Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, whole.length / 2));

        MemcheckJar.Run foreign = MemcheckJar.run(
                "", directory, "view", directory.resolve("before.json").toString());
        MemcheckJar.Run damaged = MemcheckJar.run("", directory, "diff", leaky.toString(), cut.toString());

        assertThat(foreign.err()).contains("before.json cannot be read: it is no run that memcheck run --save");
        assertThat(foreign.exitCode()).isEqualTo(2);
        assertThat(damaged.err()).contains("cut cannot be read: it is cut off: its end is missing");
        assertThat(damaged.exitCode()).isEqualTo(2);
    }

    private Path save(String name, String text) throws Exception {
        Path files = Files.createDirectory(directory.resolve(name));
        Files.writeString(files.resolve("session.mcs"), text);
        Path kept = directory.resolve(name + ".mcrun");
        MemcheckJar.run(
                "",
                directory,
                "run",
                files.toString(),
                "--save",
                kept.toString(),
                "--report=json=" + directory.resolve(name + ".json"));
        return kept;
    }
}
