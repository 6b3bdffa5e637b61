package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each stress scenario finds its planted bug under the name of its function and passes a clean control; so do scenarios with
 * the usual pitfalls of extension authors.
 */
class ScenariosIT {
    private static final Path SCENARIOS = Path.of("scenarios").toAbsolutePath();

    private static final Pattern SHAPE =
            Pattern.compile("(-- [^\\n]+\\n)+CREATE EXTENSION IF NOT EXISTS \\w+;\\n\\n-- planted bug\\n"
                    + "(\\\\scenario (?<bug>\\w+) .*\\n\\\\expect (\\w+ .*from \\w+ symbol '?%?\\w+.*|growth >= .*)\\n)+"
                    + "\\n-- clean control\\n(\\\\scenario \\k<bug> .*\\n\\\\expect growth <= .*\\n)*"
                    + "\\\\scenario \\k<bug> .*\\n\\\\expect clean\\n");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> aPlantedBugIsFoundAndTheControlIsClean() throws IOException {
        return Stream.concat(sessions(SCENARIOS).stream(), sessions(SCENARIOS.resolve("pitfalls")).stream())
                .map(session -> DynamicTest.dynamicTest(nameOf(session), session.toUri(), () -> judge(session)));
    }

    @Test
    void everyScenarioOfTheServerHasASession() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(
                "\\x on\nSELECT name FROM ext_memcheck.scenarios ORDER BY name COLLATE \"C\";\n", directory);
        List<String> names = run.out()
                .lines()
                .filter(line -> line.startsWith("name | "))
                .map(line -> line.substring("name | ".length()).strip())
                .toList();

        assertThat(names).hasSizeGreaterThanOrEqualTo(14);
        assertThat(sessions(SCENARIOS)).allMatch(ScenariosIT::runsItsOwnScenario);
        assertThat(sessions(SCENARIOS).stream().map(ScenariosIT::nameOf)).containsExactlyElementsOf(names);
    }

    @Test
    void theStackThatGaveTheMemoryBackStandsBelowTheOneThatUsedIt() throws Exception {
        String used = why("use_after_reset", "answer_from_given_back()");
        String crashed = why("context_reset_storm", "follow_freed_pointer()");
        String ordinary = why("wrong_context_probe", "write_nowhere(1, 1)");

        assertThat(used).containsPattern("call stack(?s:.*)=> #\\d+ +answer_from_given_back \\(memcheck_test\\)");
        assertThat(crashed).containsPattern("call stack(?s:.*)=> #\\d+ +follow_freed_pointer \\(memcheck_test\\)");
        assertThat(List.of(used, crashed))
                .allSatisfy(story ->
                        assertThat(story).containsPattern("given back(?s:.*)#\\d+ +give_back \\(memcheck_test\\)"));
        assertThat(ordinary).contains("finding 1: !! CRASH").doesNotContain("given back");
    }

    /** What is told of the first finding of a scenario. */
    private String why(String scenario, String call) throws Exception {
        return MemcheckJar.run(
                        "CREATE EXTENSION memcheck_test;\n\\scenario " + scenario + " iterations=3 workload='SELECT "
                                + call + "'\n\\why 1\n",
                        directory)
                .out();
    }

    private void judge(Path session) throws Exception {
        assertThat(Files.readString(session)).matches(SHAPE);

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", session.toString());

        for (String zoo : List.of("rust_zoo", "cpp_zoo")) {
            assumeFalse(
                    run.out().contains("extension \"" + zoo + "\" is not available"),
                    zoo + " is not installed: there was no compiler to build it with");
        }
        assertThat(run.out()).contains(session + ": ok", "held\n1 file: 1 ok, 0 failed; ");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private static boolean runsItsOwnScenario(Path session) {
        try {
            return Files.readString(session).contains("\n\\scenario " + nameOf(session) + " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sessions(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".mcs"))
                    .sorted()
                    .toList();
        }
    }

    private static String nameOf(Path session) {
        return session.getFileName().toString().replace(".mcs", "");
    }
}
