package dev.memcheck.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.report.ReportFormat;
import dev.memcheck.render.report.ReportFormats;
import dev.memcheck.shell.out.Streams;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void helpAndVersionEndWell() {
        assertThat(run("", "--help")).isZero();
        assertThat(out.toString())
                .startsWith("Usage: memcheck")
                .contains("Exit codes: 0", "--preload=LIB", "-h, --host");
        assertThat(run("", "--version")).isZero();
        assertThat(out.toString()).contains("memcheck ", "License: PostgreSQL", "THIRD-PARTY-NOTICES");
    }

    @Test
    void theListOfCommandsHasOneSentenceOfEach() {
        Main.line(Streams.ofProcess())
                .getSubcommands()
                .forEach((name, command) -> assertThat(
                                command.getCommandSpec().usageMessage().description()[0])
                        .as(name)
                        .endsWith("."));
    }

    @Test
    void wrongUsageIsExitCodeTwoAndOneSentence() {
        assertThat(run("", "--nonsense")).isEqualTo(2);
        assertThat(err.toString()).startsWith("memcheck: Unknown option: '--nonsense'");
    }

    @Test
    void aMisspeltCommandIsNoDatabase() {
        assertThat(run("", "rnu", "x.mcs")).isEqualTo(2);
        assertThat(run("", "rnu", "--jobs", "2", "x.mcs")).isEqualTo(2);
        assertThat(run("", "veiw", "x.mcrun")).isEqualTo(2);
        assertThat(run("", "customers", "x.mcs", "y.mcs")).isEqualTo(2);
        assertThat(run("", "run", "--jbos", "2", "x.mcs")).isEqualTo(2);
        assertThat(run("", "--colour=never")).isEqualTo(2);

        assertThat(err.toString().lines().filter(line -> line.startsWith("memcheck: ")))
                .containsExactly(
                        "memcheck: unknown command rnu; did you mean run?",
                        "memcheck: unknown command rnu; did you mean run?",
                        "memcheck: unknown command veiw; did you mean view?",
                        "memcheck: unknown command customers, or too many words after the database customers: x.mcs"
                                + " y.mcs; the commands are run, pgregress, view, diff, merge, tree, trace, heap, bisect,"
                                + " init, contract, demo, doctor",
                        "memcheck: Unknown option: '--jbos'; did you mean --jobs?",
                        "memcheck: Unknown option: '--colour=never'; did you mean --color?");
    }

    @Test
    void helpOfAnUnknownCommandIsNotThatOfTheProgram() {
        assertThat(run("", "cargo-test", "--help")).isEqualTo(2);
        assertThat(run("", "inti", "-?")).isEqualTo(2);
        assertThat(run("", "run", "--help")).isZero();
        assertThat(run("", "postgresql://localhost/db", "--help")).isZero();

        assertThat(err.toString().lines().filter(line -> line.startsWith("memcheck: ")))
                .containsExactly(
                        "memcheck: unknown command cargo-test; the commands are run, pgregress, view, diff, merge, tree,"
                                + " trace, heap, bisect, init, contract, demo, doctor",
                        "memcheck: unknown command inti; did you mean init?");
    }

    @Test
    void oneWordIsADatabaseAndTheCommandThatMayBeMeantIsToldIfThereIsNone() {
        assertThat(run("SELECT 1;", "-h", "127.0.0.1", "-p", "1", "inti")).isEqualTo(3);
        assertThat(run("SELECT 1;", "-h", "127.0.0.1", "-p", "1", "customers")).isEqualTo(3);

        assertThat(run("", "-h", "127.0.0.1", "-p", "1", "bisekt")).isEqualTo(3);
        assertThat(run("-- nothing", "-h", "127.0.0.1", "-p", "1", "runn")).isEqualTo(3);

        assertThat(out.toString())
                .containsOnlyOnce(" (if a command was meant: memcheck init)\n")
                .containsOnlyOnce(" (if a command was meant: memcheck bisect)\n")
                .containsOnlyOnce(" (if a command was meant: memcheck run)\n");
    }

    @Test
    void atATerminalItIsToldInPlaceOfAPrompt() {
        String[] words = {"-h", "127.0.0.1", "-p", "1", "bisekt"};
        assertThat(Main.run(words, streams("", Map.of(), true))).isEqualTo(3);

        assertThat(err.toString()).endsWith(" (if a command was meant: memcheck bisect)\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatStandsBeforeACommandIsNotLeftUnheard() {
        assertThat(run("", "-h", "127.0.0.1", "-p", "1", "run", "x.mcs")).isEqualTo(2);
        assertThat(run("", "customers", "run", "x.mcs")).isEqualTo(2);
        assertThat(run("", "--help", "run", "x.mcs")).isZero();

        assertThat(err.toString().lines().filter(line -> line.startsWith("memcheck: ")))
                .containsExactly(
                        "memcheck: -h, -p before run would not be heeded: options of a command stand behind it, as in"
                                + " memcheck run -h ...",
                        "memcheck: customers before run would not be heeded: options of a command stand behind it, as in"
                                + " memcheck run -d customers ...");
    }

    @Test
    void whatTheSessionBeginsWithIsCheckedBeforeAnythingRuns() {
        assertThat(run("", "-v", "a-b=1")).isEqualTo(2);
        assertThat(run("", "-v", "on_error=maybe")).isEqualTo(2);
        assertThat(run("", "-c", "SELECT 1", "-c", "\\expct clean")).isEqualTo(2);
        assertThat(run("", "-c", "begin", "-c", "DELETE FROM t", "-c", "ROLLBACK"))
                .isEqualTo(2);
        assertThat(run("", "-c", "SELECT 1", "-f", "/no/such.mcs")).isEqualTo(2);
        assertThat(run("", "-c", "SELECT 1", "--play", "x.mcs")).isEqualTo(2);
        assertThat(run("", "-W")).isEqualTo(2);
        assertThat(run("", "-W", "-h", "127.0.0.1")).isEqualTo(2);

        assertThat(err.toString())
                .contains(
                        "-v: no name for a variable: \"a-b\", expected letters, digits and underscores",
                        "on_error cannot be \"maybe\"",
                        "-c 2:1:1: unknown command \\expct",
                        "-c 3:1:1: ROLLBACK without a transaction: the begin at -c 1:1:1 opens a memcheck window",
                        "there is no file /no/such.mcs",
                        "--play stays at the prompt, and -c and -f leave",
                        "-W asks for the password of a running server",
                        "-W asks at a terminal, and standard input is none");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aServerAndAPrivateBackendExcludeEachOther() {
        assertThat(run("", "-h", "localhost", "--preload", "my_ext")).isEqualTo(2);
        assertThat(err.toString()).contains("leave out these or the connection options");
    }

    @Test
    void aDatabaseIsGivenOnce() {
        assertThat(run("", "-d", "one", "two")).isEqualTo(2);
        assertThat(err.toString()).contains("the database is given twice: \"two\" and -d \"one\"");
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        assertThat(run("SELECT 1;", "--confirm", "-1")).isEqualTo(2);
        assertThat(run("SELECT 1;", "--fail-on", "soon")).isEqualTo(2);
        assertThat(run("SELECT 1;", "--setting", "work_mem")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "--confirm expects a number from 0 to 10000, found -1",
                        "--fail-on expects one of [INFO, WARNING, ERROR], found \"soon\"",
                        "--setting expects NAME=VALUE, as in work_mem=64kB, found \"work_mem\"");
    }

    @Test
    void aTextThatDoesNotParseShowsThePlace() {
        assertThat(run("SELECT 1;\n  \\expct clean\n")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("""
                        stdin:2:3: unknown command \\expct
                              \\expct clean
                              ^
                            did you mean \\expect?
                        """);
    }

    @Test
    void inputThatHasNoEndIsRefused() throws Exception {
        Path pipe = directory.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        String expected = "it is a pipe, a socket or a device, expected a regular file";

        for (Path input : List.of(pipe, Path.of("/dev/zero"))) {
            assertThat(run("", "run", input.toString())).isEqualTo(2);
            assertThat(run("", "run", "--shard", "1/2", input.toString())).isEqualTo(2);
            assertThat(run("", "view", input.toString())).isEqualTo(2);
            assertThat(run("", "diff", input.toString(), input.toString())).isEqualTo(2);
            assertThat(run("", "run", "--baseline", input.toString(), "x.mcs")).isEqualTo(2);
            assertThat(run("\\include " + input)).isEqualTo(2);
        }

        assertThat(err.toString().split(expected, -1)).hasSize(13);
    }

    @Test
    void nothingGoesTwiceToOneFile() throws Exception {
        Path session = Files.writeString(directory.resolve("s.mcs"), "SELECT 1;");
        Path file = Files.createFile(directory.resolve("z"));
        Path link = Files.createLink(directory.resolve("link"), file);

        assertThat(run("", "run", "--save", "" + file, "--report", "json=" + file, "" + session))
                .isEqualTo(2);
        assertThat(run("", "run", "--save", "" + file, "--report", "json=" + link, "" + session))
                .isEqualTo(2);
        assertThat(run("", "run", "--report", "junit=" + file, "--report", "json=" + link, "" + session))
                .isEqualTo(2);
        assertThat(run("", "run", "--write-baseline", "" + file, "--report", "json=" + file, "" + session))
                .isEqualTo(2);
        assertThat(run("", "run", "--save", "" + file, "--write-baseline", "" + link, "" + session))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("the run and the json report cannot both go to", "two reports cannot go to")
                .contains("the baseline and the json report cannot both go to")
                .contains("the run and the baseline cannot both go to");
    }

    @Test
    void whatIsReadIsNotWrittenOver() throws Exception {
        Path session = Files.writeString(directory.resolve("s.mcs"), "SELECT 1;");
        Path known = Files.writeString(directory.resolve("known"), "");

        assertThat(run("", "run", "--save", "" + session, "" + session)).isEqualTo(2);
        assertThat(run("", "run", "--report", "json=" + session, "" + directory))
                .isEqualTo(2);
        assertThat(run("", "run", "--baseline", "" + known, "--report", "html=" + known, "" + session))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("the run cannot go to " + session + ", which is read")
                .contains("the json report cannot go to " + session + ", which is read")
                .contains("the html report cannot go to " + known + ", which is read");
        assertThat(session).hasContent("SELECT 1;");
    }

    @Test
    void filesThatAreNotThereAreNamed() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        assertThat(run("", "run", "/no/such.mcs")).isEqualTo(2);
        assertThat(run("", "run", empty.toString())).isEqualTo(2);
        assertThat(run("", "--play", directory.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "there is no file /no/such.mcs",
                        "directory " + empty + " holds no session files (.mcs)",
                        directory + " is a directory, expected a file");
    }

    @Test
    void aServerThatCannotBeReachedIsExitCodeThree() {
        assertThat(run("SELECT 1;", "-h", "127.0.0.1", "-p", "1", "-U", "nobody"))
                .isEqualTo(3);
        assertThat(out.toString()).contains("stdin: no backend: cannot connect");
    }

    @Test
    void helpHasEveryReportFormat() {
        assertThat(run("", "run", "--help")).isZero();
        for (ReportFormat format : ReportFormats.list()) {
            assertThat(out.toString())
                    .containsPattern("(?m)^  " + format.name() + " +" + Pattern.quote(format.summary()));
        }
    }

    @Test
    void aReportThatCannotBeHadIsSaidBeforeAnythingRuns() throws Exception {
        Path file = Files.writeString(directory.resolve("a.mcs"), "SELECT 1;");

        assertThat(runWithReports(file, "jnuit")).isEqualTo(2);
        assertThat(runWithReports(file, "html=/no/such/directory/x.html")).isEqualTo(2);
        assertThat(runWithReports(file, "html=" + directory)).isEqualTo(2);
        assertThat(runWithReports(file, "html=")).isEqualTo(2);
        assertThat(runWithReports(file, "html", "json=-")).isEqualTo(2);
        String target = directory.resolve("x").toString();
        assertThat(runWithReports(file, "html=" + target, "json=" + directory + "/./x"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "found \"jnuit\"; did you mean junit?",
                        "one of junit, json,",
                        "there is no directory /no/such/directory",
                        directory + " is a directory",
                        "expected a file after html=",
                        "two reports cannot go to standard output: html and json",
                        "two reports cannot go to " + target);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aNameThatNoFileCanHaveIsRefusedInWordsOfOurs() {
        assertThat(run("", "run", "a\0b.mcs")).isEqualTo(2);

        assertThat(err.toString())
                .contains("this locale cannot encode the file name", "LC_ALL=C.UTF-8")
                .doesNotContain("Exception");
    }

    @Test
    void withoutABackendTheReportsAreWrittenAllTheSame() throws Exception {
        Path file = Files.writeString(directory.resolve("a.mcs"), "SELECT 1;");
        Path json = Files.writeString(directory.resolve("r.json"), "an older report");
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), json);

        assertThat(runWithReports(file, "json=" + link, "junit=" + directory + "/r.xml", "totals"))
                .isEqualTo(3);
        assertThat(json)
                .content()
                .startsWith("{")
                .contains("\"verdict\": \"no_backend\"", "no backend: cannot connect");
        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("r.xml")).content().contains("<error type=\"backend_lost\"");
        assertThat(out.toString()).startsWith("Type: retained_space\n").doesNotContain("a.mcs");
        assertThat(err.toString()).contains("a.mcs: no backend: cannot connect").doesNotContain("a.mcs: ok");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).noneMatch(path -> path.toString().endsWith(".tmp"));
        }
    }

    @Test
    void theEnvironmentNamesAServer() {
        assertThat(run("SELECT 1;", Map.of("PGHOST", "127.0.0.1"))).isEqualTo(2);
        assertThat(err.toString()).contains("sets up its private backend");
    }

    /** Runs a file against a server that is not there. */
    private int runWithReports(Path file, String... reports) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "-h", "127.0.0.1", "-p", "1", "-U", "nobody", file.toString()));
        for (String report : reports) {
            arguments.add("--report=" + report);
        }
        return run("", arguments.toArray(String[]::new));
    }

    private int run(String input, String... arguments) {
        return Main.run(arguments, streams(input, Map.of()));
    }

    /** A text that shapes a private backend is refused where a server is named, before anything is connected. */
    private int run(String input, Map<String, String> environment) {
        return Main.run(new String[0], streams("\\backend preload=my_ext\n" + input, environment));
    }

    private Streams streams(String input, Map<String, String> environment) {
        return streams(input, environment, false);
    }

    private Streams streams(String input, Map<String, String> environment, boolean terminalIn) {
        return new Streams(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err, true),
                StandardCharsets.UTF_8,
                environment,
                terminalIn,
                false);
    }
}
