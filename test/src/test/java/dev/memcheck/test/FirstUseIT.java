package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server and contrib keep from a first use, and use again, is never a finding that counts. */
class FirstUseIT {
    private static final Path SESSIONS = Path.of("first-use").toAbsolutePath();
    /** So many in one run stay well below its deadline; one run for each would pay for as many JVMs. */
    private static final int FILES_IN_A_RUN = 10;

    private static final int FEWEST_REPEATS = 3;
    private static final Pattern REPEAT = Pattern.compile("(?m)^\\\\repeat (\\d+)$");
    private static final Pattern NOT_THERE =
            Pattern.compile("(?m)^(\\S+\\.mcs):\\d+:\\d+: .*extension \"(postgis|cpp_zoo|rust_zoo)\" is not available");
    private static final Pattern TROUBLE = Pattern.compile("\\.mcs:.*(expected |ERROR |FAILED)");

    @TempDir
    private Path directory;

    static List<List<Path>> runs() throws IOException {
        List<Path> files = files();
        List<List<Path>> runs = new ArrayList<>();
        for (int first = 0; first < files.size(); first += FILES_IN_A_RUN) {
            runs.add(files.subList(first, Math.min(first + FILES_IN_A_RUN, files.size())));
        }
        return runs;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void growthThatIsRightIsQuiet(List<Path> files) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run"));
        files.forEach(file -> arguments.add(file.toString()));

        MemcheckJar.Run run = MemcheckJar.run("", directory, arguments.toArray(String[]::new));

        Set<String> skipped = withoutTheirExtension(run.out());
        skipped.forEach(file -> System.out.println(file + ": skipped, its extension is not installed"));
        assertThat(run.out()
                        .lines()
                        .filter(line -> TROUBLE.matcher(line).find())
                        .filter(line -> skipped.stream().noneMatch(line::startsWith)))
                .isEmpty();
        for (Path file : files) {
            if (!skipped.contains(file.toString())) {
                assertThat(run.out().lines()).anyMatch(line -> line.startsWith(file + ": ok, "));
            }
        }
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(skipped.isEmpty() ? 0 : 1);
    }

    /** Sessions of extensions that come from elsewhere than the server and contrib. */
    private static Set<String> withoutTheirExtension(String out) {
        return NOT_THERE.matcher(out).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** LLVM allocates through libraries that an extension needs as well. */
    @Test
    void aCompilerOfQueriesIsNoFinding() throws Exception {
        Path report = directory.resolve("report.json");
        List<String> arguments = new ArrayList<>(List.of("run", "--report", "json=" + report));
        files().stream()
                .filter(file -> file.getFileName().toString().startsWith("jit"))
                .forEach(file -> arguments.add(file.toString()));

        MemcheckJar.run("", directory, arguments.toArray(String[]::new));

        assertThat(report).content().contains("\"statements\"").doesNotContain("\"provenance\": \"server\"");
    }

    @Test
    void everySessionRepeatsWhatItDoesInAWindow() throws IOException {
        assertThat(files()).isNotEmpty().allSatisfy(file -> {
            String text = Files.readString(file);
            Matcher repeat = REPEAT.matcher(text);
            assertThat(repeat.find()).isTrue();
            assertThat(Integer.parseInt(repeat.group(1))).isGreaterThanOrEqualTo(FEWEST_REPEATS);
            assertThat(text).startsWith("-- ").contains("\nbegin;\n").endsWith("\nend\n\\expect clean\n");
        });
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SESSIONS)) {
            return files.filter(file -> file.toString().endsWith(".mcs"))
                    .sorted()
                    .toList();
        }
    }
}
