package dev.memcheck.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.shell.FakeBackends;
import dev.memcheck.shell.PromptTalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake server answers a SELECT with its text, in a column named echo. */
class SendingCommandsTest {
    @TempDir
    private Path directory;

    @Test
    void aResultGoesToAFileOrAProgram() throws IOException {
        Path file = directory.resolve("out");
        String shown = type(
                "SELECT 1 \\g " + file, "SELECT 2 \\g |sed s/2/two/ > " + file + "2", "INSERT x \\g " + file + "3");

        assertThat(shown).doesNotContain("echo", "INSERT 0 3", "error:");
        assertThat(file).content().isEqualTo("   echo   \n----------\n SELECT 1\n(1 row)\n\n");
        assertThat(directory.resolve("out2")).content().contains(" SELECT two\n");
        assertThat(directory.resolve("out3")).hasContent("INSERT 0 3\n");
    }

    @Test
    void namesOfFilesAndProgramsBeginInTheSessionsDirectory() throws IOException {
        Files.createDirectory(directory.resolve("in side"));
        Files.writeString(directory.resolve("in side/said.mcs"), "\\echo from the file\n");
        String shown = type(
                "\\cd '" + directory + "/in side'",
                "SELECT 1 \\g out",
                "SELECT 2 \\g |cat > piped",
                "\\cd ..",
                "\\o there",
                "SELECT 3;",
                "\\o",
                "\\! pwd > here",
                "\\cd none",
                "\\cd there",
                "\\i 'in side/said.mcs'",
                "\\report json session.json",
                "\\cd",
                "\\cd a b");

        assertThat(directory.resolve("in side/out")).content().contains("SELECT 1");
        assertThat(directory.resolve("in side/piped")).content().contains("SELECT 2");
        assertThat(directory.resolve("there")).content().contains("SELECT 3");
        assertThat(directory.resolve("here")).hasContent(directory.toRealPath().toString());
        assertThat(directory.resolve("session.json")).exists();
        assertThat(shown)
                .contains("from the file\n")
                .contains("error: \\cd: could not change directory to \"none\": No such file or directory")
                .contains("error: \\cd: could not change directory to \"there\": Not a directory")
                .contains("error: \\cd expects one directory")
                .doesNotContain("SELECT 1\n(1 row)");
    }

    @Test
    void aFileThatCannotBeWrittenIsToldAsByPsql() throws IOException {
        assertThat(type("SELECT 1 \\g " + directory + "/none/out", "SELECT fail() \\g " + directory + "/none/out"))
                .containsOnlyOnce("error: " + directory + "/none/out: No such file or directory")
                .contains("ERROR:  division by zero");
    }

    @Test
    void expandedDisplayIsForOneStatement() throws IOException {
        assertThat(type("SELECT 1 \\gx", "SELECT 2 \\g"))
                .contains("-[ RECORD 1 ]--\necho | SELECT 1\n", " SELECT 2\n(1 row)\n");
    }

    @Test
    void aRowSetsVariables() throws IOException {
        assertThat(type("SELECT 1 \\gset p_", "\\echo =:p_echo=", "SELECT 2 \\gset \\echo +:echo+", "INSERT x \\gset"))
                .contains("=SELECT 1=\n", "+SELECT 2+\n", "INSERT 0 3\n")
                .doesNotContain("(1 row)");
    }

    @Test
    void eachValueIsAStatement() throws IOException {
        // What comes back of the first is its own text.
        assertThat(type("begin; SELECT leak_top() \\gexec", "end"))
                .containsOnlyOnce(" SELECT leak_top()\n(1 row)\n")
                .contains("64 bytes in 2 chunks");
    }

    @Test
    void whatIsDescribedIsNotRunNotEvenWhenItsWindowIsRepeated() throws IOException {
        String shown =
                type("begin; SELECT leak_top() \\gdesc", "SELECT cache_once();", "end", "\\confirm 2", "\\findings");

        assertThat(shown).contains(" Column |  Type  \n--------+--------\n n      | oid 23\n(1 row)\n");
        assertThat(shown).contains("cache_once").doesNotContain("leak_top (buggy_ext)");
    }

    @Test
    void aStatementIsWatchedUntilItFailsOrWasSentAsOften() throws IOException {
        String shown = type(
                "SELECT leak_top() \\watch 0.01 c=2",
                "SELECT fail() \\watch",
                "begin; SELECT 1 \\watch i=0.01 c=3",
                "end",
                "SELECT 1 \\watch often");

        assertThat(shown)
                .containsPattern("\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4} \\(every 0\\.01s\\)\n\n +echo")
                .containsOnlyOnce("contexts hold 1032 bytes\n")
                .containsOnlyOnce("contexts hold 1064 bytes, +32 bytes\n")
                .containsOnlyOnce("ERROR:  division by zero")
                .contains("error: \\watch: expected seconds, and c=N for how often, found \"often\"");
        assertThat(shown.split("1.5 ms, nothing retained", -1)).hasSize(4);
    }

    @Test
    void autocommitStaysOn() throws IOException {
        assertThat(type("\\set FETCH_COUNT 9", "\\set FETCH_COUNT x", "\\set ON_ERROR_ROLLBACK x"))
                .containsOnlyOnce("FETCH_COUNT cannot be \"x\"")
                .containsOnlyOnce("ON_ERROR_ROLLBACK cannot be \"x\"")
                .doesNotContain("\"9\"");
        assertThat(type("\\set AUTOCOMMIT on", "\\set AUTOCOMMIT off", "\\set ON_ERROR_ROLLBACK on"))
                .containsOnlyOnce("AUTOCOMMIT cannot be \"off\": a statement commits by itself here")
                .containsOnlyOnce("ON_ERROR_ROLLBACK cannot be \"on\": memcheck sets no savepoints");
    }

    @Test
    void theLatestStatementIsToldInVariables() throws IOException {
        assertThat(type(
                        "SELECT 1;",
                        "\\echo =:ERROR :SQLSTATE :ROW_COUNT=",
                        "SELECT fail();",
                        "\\echo =:ERROR :SQLSTATE :ROW_COUNT :LAST_ERROR_MESSAGE=",
                        "INSERT x; \\echo =:ERROR :SQLSTATE :ROW_COUNT :LAST_ERROR_SQLSTATE="))
                .contains("=false 00000 1=\n", "=true 22012 0 division by zero=\n", "=false 00000 3 22012=\n");
    }

    @Test
    void programsSeeTheSessionsEnvironment() throws IOException {
        assertThat(type(
                        "\\setenv MEMCHECK_TRIED 'yes it is'",
                        "\\! echo \"<$MEMCHECK_TRIED>\" >> " + directory.resolve("seen"),
                        "\\getenv seen MEMCHECK_TRIED",
                        "\\echo =:seen=",
                        "\\setenv MEMCHECK_TRIED",
                        "\\! echo \"<$MEMCHECK_TRIED>\" >> " + directory.resolve("seen"),
                        "\\setenv A=B c"))
                .contains("=yes it is=\n")
                .contains("error: \\setenv: environment variable name must not contain \"=\"");
        assertThat(directory.resolve("seen")).content().isEqualTo("<yes it is>\n<>\n");
    }

    @Test
    void theEncodingIsOne() throws IOException {
        assertThat(type("\\encoding", "\\encoding utf-8", "\\encoding LATIN1"))
                .contains("\nUTF8\n")
                .containsOnlyOnce("error:")
                .contains("error: \\encoding: memcheck talks with the server in UTF8 alone");
    }

    private String type(String... lines) throws IOException {
        return new PromptTalk(FakeBackends.ready(), directory.resolve("history")).type(lines);
    }
}
