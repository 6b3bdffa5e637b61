package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each planted bug of the zoo is found under the name of the function that has it, and its clean twin stays quiet. */
class ZooIT {
    private static final Path ZOO = Path.of("zoo").toAbsolutePath();
    private static final String RUST = "rust_";
    private static final Pattern SHAPE = Pattern.compile(
            "(-- [^\\n]+\\n)+CREATE EXTENSION IF NOT EXISTS \\w+;\\n.*\\nbegin bug;\\n.*\\nend bug\\n.*"
                    + "\\nbegin clean;\\n.*\\nend clean\\n\\\\expect clean\\n.*",
            Pattern.DOTALL);

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> aPlantedBugIsFoundAndItsTwinIsQuiet() throws IOException {
        return sessions().stream()
                .map(session -> DynamicTest.dynamicTest(nameOf(session), session.toUri(), () -> judge(session)));
    }

    @Test
    void aSessionHasABugAndATwin() throws IOException {
        for (Path session : sessions()) {
            assertThat(Files.readString(session)).as(nameOf(session)).matches(SHAPE);
        }
    }

    private void judge(Path session) throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", session.toString());

        assumeFalse(
                nameOf(session).startsWith(RUST)
                        && !rustcIsThere()
                        && run.out().contains("extension \"rust_zoo\" is not available"),
                "rust_zoo is not installed, and there is no rustc to build it with");
        assertThat(run.out()).contains(session + ": ok").endsWith("held\n");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private static List<Path> sessions() throws IOException {
        try (Stream<Path> files = Files.list(ZOO)) {
            return files.filter(file -> file.toString().endsWith(".mcs"))
                    .sorted()
                    .toList();
        }
    }

    private static String nameOf(Path session) {
        return session.getFileName().toString().replace(".mcs", "");
    }

    private static boolean rustcIsThere() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "rustc")));
    }
}
