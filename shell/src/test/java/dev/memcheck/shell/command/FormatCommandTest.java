package dev.memcheck.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.shell.FakeBackends;
import dev.memcheck.shell.PromptTalk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentences are psql's. */
class FormatCommandTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsSetIsToldAsByPsql() throws IOException {
        assertThat(type(
                        "\\pset null -",
                        "\\pset format c",
                        "\\a",
                        "\\a",
                        "\\H",
                        "\\t",
                        "\\x auto",
                        "\\x",
                        "\\pset border 2",
                        "\\f ;"))
                .contains(
                        "Null display is \"-\".",
                        "Output format is csv.",
                        "Output format is aligned.",
                        "Output format is unaligned.",
                        "Output format is html.",
                        "Tuples only is on.",
                        "Expanded display is used automatically.",
                        "Expanded display is off.",
                        "Border style is 2.");
    }

    @Test
    void whatCannotBeSetIsRefused() throws IOException {
        assertThat(type("\\pset nosuch", "\\pset format x", "\\pset pager maybe", "\\t maybe"))
                .contains(
                        "error: \\pset: unknown option: nosuch",
                        "error: \\pset: allowed formats are aligned, asciidoc, csv, html, latex, latex-longtable, troff-ms, unaligned, wrapped",
                        "error: \\pset: unrecognized value \"maybe\" for \"pager\": available values are on, off, always",
                        "error: \\t: unrecognized value \"maybe\" for \"tuples_only\": Boolean expected");
    }

    @Test
    void whenAPagerIsUsedIsToldAsByPsql() throws IOException {
        assertThat(type("\\pset pager", "\\pset pager always", "\\pset pager on", "\\pset pager_min_lines 1"))
                .contains(
                        "Pager usage is off.",
                        "Pager is always used.",
                        "Pager is used for long output.",
                        "Pager won't be used for less than 1 line.");
    }

    @Test
    void wideRowsAreExpandedWhereTheScreenIsNarrow() throws IOException {
        String wide = "SELECT 'a text that is wider than the screen is'";
        assertThat(type("\\x auto", wide + ";")).contains("(1 row)").doesNotContain("RECORD");
        assertThat(new PromptTalk(FakeBackends.ready(), directory.resolve("history"))
                        .sized(new Size(40, 20))
                        .type("\\x auto", wide + ";"))
                .contains("-[ RECORD 1 ]");
    }

    @Test
    void allResultsGoElsewhereUntilTheyComeBack() throws IOException {
        Path file = directory.resolve("out");
        String shown = type(
                "\\o " + file,
                "SELECT 1;",
                "\\qecho there",
                "\\echo here",
                "SELECT fail();",
                "\\o",
                "SELECT 2;",
                "SELECT 3 \\g (format=csv tuples_only) " + file + "2");

        assertThat(file).content().isEqualTo("   echo   \n----------\n SELECT 1\n(1 row)\n\nthere\n");
        assertThat(shown)
                .contains("\nhere\n", "ERROR:  division by zero", " SELECT 2\n")
                .doesNotContain(" SELECT 1\n");
        assertThat(directory.resolve("out2")).hasContent("SELECT 3\n");
    }

    @Test
    void resultsGoThroughAPipeThatIsRead() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path read = directory.resolve("read");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();

        assertThat(type("\\o " + pipe, "SELECT 1;", "\\o", "SELECT 2;")).contains(" SELECT 2\n");
        assertThat(reader.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(read).content().contains(" SELECT 1\n");
    }

    private String type(String... lines) throws IOException {
        return new PromptTalk(FakeBackends.ready(), directory.resolve("history")).type(lines);
    }
}
