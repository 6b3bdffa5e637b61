package dev.memcheck.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Severity;
import dev.memcheck.render.text.Theme;
import dev.memcheck.run.RunOptions;
import dev.memcheck.shell.batch.BatchRun;
import dev.memcheck.shell.batch.Interruption;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.TerminalSize;
import dev.memcheck.shell.session.SessionScript;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsTypedReplaysGreen() throws IOException {
        Path file = directory.resolve("demo.mcs");
        String shown = new PromptTalk(FakeBackends.ready(), directory.resolve("history"))
                .type(
                        "\\set n 2",
                        "SELECT 'before';",
                        "\\record " + file,
                        "begin; SELECT leak_top(); SELECT fail(); end",
                        "\\expect chunk_leak symbol leak_top",
                        "\\expect context_leak",
                        "end",
                        "begin quiet",
                        "\\repeat :n",
                        "SELECT 1;",
                        "\\endrepeat",
                        "end quiet",
                        "SELECT fail()",
                        ";",
                        "\\record off",
                        "SELECT 'after';");

        assertThat(shown).contains("recording in " + file, "recorded in " + file);
        assertThat(file).content().isEqualTo("""
                        \\set n '2'
                        begin; SELECT leak_top(); SELECT fail();
                        \\expect error '22012'
                         end
                        \\expect chunk_leak in TopMemoryContext from buggy_ext symbol leak_top
                        \\expect chunk_leak symbol leak_top
                        begin quiet
                        \\repeat :n
                        SELECT 1;
                        \\endrepeat
                        end quiet
                        \\expect clean
                        SELECT fail()
                        ;
                        \\expect error '22012'
                        """);
        assertThat(run(file, false)).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void whatHeldOfAnUnconfirmedWindowOnlyIsNotRecorded() throws IOException {
        Path file = directory.resolve("unconfirmed.mcs");
        new PromptTalk(FakeBackends.ready(), directory.resolve("history"))
                .type(
                        "\\record " + file,
                        "begin; SELECT leak_top(); end",
                        "\\expect clean",
                        "\\expect chunk_leak unconfirmed",
                        "\\expect chunk_leak symbol leak_top",
                        "begin; SELECT 1; end",
                        "\\expect clean");

        assertThat(file).content().isEqualTo("""
                        begin; SELECT leak_top(); end
                        \\expect chunk_leak in TopMemoryContext from buggy_ext symbol leak_top
                        \\expect chunk_leak symbol leak_top
                        begin; SELECT 1; end
                        \\expect clean
                        \\expect clean
                        """);
        assertThat(run(file, false)).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void aScenarioThatIsRefusedIsFilledInWithThat() throws IOException {
        Path file = Files.writeString(directory.resolve("refused.mcs"), "\\scenario nonsuch\n");
        assertThat(run(file, false)).isEqualTo(ExitCode.FAILED);

        assertThat(run(file, true)).isEqualTo(ExitCode.GOOD);

        assertThat(file).content().startsWith("\\scenario nonsuch\n\\expect error '");
        assertThat(run(file, false)).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void anExistingFileIsNotOverwritten() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.mcs"), "SELECT 1;\n");

        assertThat(new PromptTalk(FakeBackends.ready(), directory.resolve("history"))
                        .type("\\record " + file, "\\record off", "\\record"))
                .contains(
                        "exists already; \\record writes a new file",
                        "nothing is being recorded",
                        "\\record expects a new file");
        assertThat(file).hasContent("SELECT 1;\n");
    }

    @Test
    void aBareFileIsFilledInAndPasses() throws IOException {
        Path file = Files.writeString(
                directory.resolve("bare.mcs"),
                "-- bare\nbegin;\n\\repeat 2\n  SELECT leak_top(); -- twice\n\\endrepeat\nend\n\nSELECT fail();\n");
        assertThat(run(file, false)).isEqualTo(ExitCode.FAILED);

        assertThat(run(file, true)).isEqualTo(ExitCode.GOOD);

        String filled = """
                        -- bare
                        begin;
                        \\repeat 2
                          SELECT leak_top(); -- twice
                        \\endrepeat
                        end
                        \\expect chunk_leak in TopMemoryContext from buggy_ext symbol leak_top

                        SELECT fail();
                        \\expect error '22012'
                        """;
        assertThat(file).content().isEqualTo(filled);
        assertThat(run(file, false)).isEqualTo(ExitCode.GOOD);
        assertThat(run(file, true)).isEqualTo(ExitCode.GOOD);
        assertThat(file).content().isEqualTo(filled);
    }

    @Test
    void numbersAreRecordedBesideTheFile() throws IOException {
        String text = "begin; SELECT leak_top();\n\\expect retained no worse than 'leak'\nend\n\\expect chunk_leak\n";
        Path file = Files.writeString(directory.resolve("numbers.mcs"), text);
        assertThat(run(file, false)).isEqualTo(ExitCode.FAILED);

        assertThat(run(file, true)).isEqualTo(ExitCode.GOOD);

        assertThat(directory.resolve("numbers.mcs.numbers")).content().endsWith("\nretained 'leak' 32\n");
        assertThat(file).hasContent(text);
        assertThat(run(file, false)).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void whatCannotBeExpectedStillFails() throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.mcs"), "end\nSELECT 1;\n\\expect rows = 5\n");

        assertThat(run(file, true)).isEqualTo(ExitCode.FAILED);
    }

    private static ExitCode run(Path file, boolean record) {
        Commands commands = new Commands();
        Screen screen = new Screen(
                new PrintWriter(new StringWriter()),
                Theme.resolve(Map.of(), false, StandardCharsets.UTF_8),
                TerminalSize.UNBOUNDED,
                false);
        BatchRun batch = new BatchRun(
                screen,
                commands,
                FakeBackends.ready(),
                RunOptions.batch(2, Severity.WARNING),
                false,
                Interruption.never(),
                List.of(),
                report -> {});
        SessionScript script = SessionScript.read(file, commands);
        return record ? batch.record(script) : batch.run(script);
    }
}
