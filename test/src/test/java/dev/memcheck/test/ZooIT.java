package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each planted bug of the zoo is found under the name of the function that has it, and its clean twin stays quiet. */
class ZooIT {
    private static final Path ZOO = Path.of("zoo").toAbsolutePath();

    /** What the extension of a family of sessions is built with, by the prefix of their names. */
    private static final Map<String, String> COMPILERS = Map.of("rust_", "rustc", "cpp_", "g++");

    private static final Pattern SHAPE = Pattern.compile(
            "(-- [^\\n]+\\n)+CREATE EXTENSION IF NOT EXISTS \\w+;\\n.*\\nbegin bug( \\{[^\n]+\\})?;\\n.*\\nend bug\\n.*"
                    + "\\nbegin clean( \\{[^\n]+\\})?;\\n.*\\nend clean\\n\\\\expect clean\\n.*",
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

    @Test
    void aFindingNamesTheLineOfTheAllocation() throws Exception {
        Path session = ZOO.resolve("cpp_member.mcs");
        List<String> source = Files.readAllLines(ZOO.resolveSibling("fixtures/cpp_zoo/cpp_zoo.cpp"));
        String append = source.stream()
                .filter(line -> line.startsWith("Journal::append("))
                .findFirst()
                .orElseThrow();
        List<String> body = source.subList(source.indexOf(append), source.size());
        String allocation = body.stream()
                .filter(line -> line.contains("MemoryContextAlloc("))
                .findFirst()
                .orElseThrow();
        int line = source.indexOf(append) + body.indexOf(allocation) + 1;

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", "-v", session.toString());

        skipIfNotBuilt(session, run);
        assertThat(run.out())
                .contains("zoo::Journal::append(int) (cpp_zoo) at cpp_zoo.cpp:" + line + ", called by bug_member\n");
    }

    private void judge(Path session) throws Exception {
        boolean told = session.endsWith("cpp_freed_result.mcs");
        MemcheckJar.Run run = told
                ? MemcheckJar.run("", directory, "run", "-v", session.toString())
                : MemcheckJar.run("", directory, "run", session.toString());

        skipIfNotBuilt(session, run);
        assertThat(run.out()).contains(session + ": ok", "held\n1 file: 1 ok, 0 failed; ");
        if (told) {
            assertThat(run.out()).contains(", of a statement that names cpp_bug_temporary() of cpp_zoo: it depends on");
        }
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private static void skipIfNotBuilt(Path session, MemcheckJar.Run run) {
        COMPILERS.forEach((family, compiler) -> assumeFalse(
                nameOf(session).startsWith(family)
                        && !isOnPath(compiler)
                        && run.out().contains("extension \"" + family + "zoo\" is not available"),
                family + "zoo is not installed, and there is no " + compiler + " to build it with"));
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

    private static boolean isOnPath(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, command)));
    }
}
