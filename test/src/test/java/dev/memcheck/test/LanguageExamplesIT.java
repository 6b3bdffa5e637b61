package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that the grammar is explained with do what they say. */
class LanguageExamplesIT {
    private static final Path README = Path.of("../scenarios/src/main/java/dev/memcheck/script/README.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```mcs\n(.*?)^```$");

    @TempDir
    private Path directory;

    @Test
    void everyExampleThatNeedsNothingElsePasses() throws Exception {
        List<Path> files = examples();

        MemcheckJar.Run run = MemcheckJar.run(
                "", directory, "run", directory.resolve("examples").toString());

        assertThat(files).hasSizeGreaterThanOrEqualTo(4);
        assertThat(run.out().lines().filter(line -> line.contains(".mcs: ")))
                .as(run.out())
                .hasSize(files.size())
                .allMatch(line -> line.contains(".mcs: ok, "));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aBareFileThatIsFilledInPasses() throws Exception {
        Path file = Files.writeString(directory.resolve("bare.mcs"), """
                CREATE EXTENSION IF NOT EXISTS buggy_ext;
                begin; SELECT leak_top(); end
                begin quiet -- nothing
                SELECT cache_once();
                end
                SELECT 1/0;
                """);
        assertThat(MemcheckJar.run("", directory, "run", file.toString()).exitCode())
                .isEqualTo(1);

        MemcheckJar.Run recording = MemcheckJar.run("", directory, "run", "--record-expectations", file.toString());

        assertThat(recording.out()).endsWith(file + ": 3 expectations written\n");
        assertThat(recording.exitCode()).isZero();
        assertThat(file)
                .content()
                .contains(
                        "end\n\\expect wrong_ctx_alloc in TopMemoryContext from buggy_ext symbol leak_top\n",
                        "end\n\\expect clean\n",
                        "SELECT 1/0;\n\\expect error '22012'\n");
        MemcheckJar.Run replay = MemcheckJar.run("", directory, "run", file.toString());
        assertThat(replay.exitCode()).as(replay.out()).isZero();
    }

    @Test
    void aScenarioOnAServerThatHasNoneIsAClearRefusal() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("\\scenario no_such_scenario iterations=1\n", directory);

        assertThat(run.out()).contains("stdin:1:1:").contains("scenario");
        assertThat(run.out()).doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private List<Path> examples() throws IOException {
        Path into = Files.createDirectory(directory.resolve("examples"));
        List<Path> files = new ArrayList<>();
        for (Matcher matcher = EXAMPLE.matcher(Files.readString(README)); matcher.find(); ) {
            Path file = into.resolve("example" + files.size() + ".mcs");
            files.add(Files.writeString(file, matcher.group(1)));
        }
        return files;
    }
}
