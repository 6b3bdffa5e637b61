package dev.memcheck.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.manual.GeneratedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManualsTest {
    private static final String BASH = "share/bash-completion/completions/memcheck";

    private final CommandLine line = Main.line(PromptTalk.streams(Map.of()));

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        GeneratedFiles.write(
                line,
                "1.1",
                "# Inside\n\nNot for users.\n\n## Grammar\n\nA `word` here.\n\n    code = \"\\\" name\n\n```mcs\nbegin\n```\n\nEnd.\n- one\n  and *more*\n- two\n",
                directory);
    }

    @Test
    void everyCommandAndOptionIsCompletedByEachShell() throws IOException {
        List<String> shells = List.of(
                read(BASH),
                read("share/zsh/site-functions/_memcheck"),
                read("share/fish/vendor_completions.d/memcheck.fish"));
        assertThat(shells)
                .allSatisfy(
                        text -> assertThat(text).contains(line.getSubcommands().keySet()));
        for (CommandLine command : line.getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                String name = option.longestName().substring(2);
                assertThat(shells).allSatisfy(text -> assertThat(text).contains(name));
            }
        }
    }

    @Test
    void bashUnderstandsItsFile() throws Exception {
        assertThat(new ProcessBuilder("bash", "-n", directory.resolve(BASH).toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void thePagesHaveAllOptionsAndCommands() throws IOException {
        String page = read("share/man/man1/memcheck.1");
        assertThat(page)
                .startsWith(".TH \"MEMCHECK\" 1")
                .contains("\\fB\\-f, \\-\\-file FILE\\fR", ".SH \"EXIT STATUS\"");
        new Commands().names().forEach(name -> assertThat(page).contains(name));
        assertThat(read("share/man/man1/memcheck-run.1"))
                .startsWith(".TH \"MEMCHECK-RUN\" 1")
                .contains("\\-\\-fail\\-fast");
    }

    @Test
    void thePageOnSessionFilesIsWhatIsSaidOfTheLanguage() throws IOException {
        assertThat(read("share/man/man5/mcs.5"))
                .contains(
                        ".SH \"GRAMMAR\"\n.PP\nA word here.\n.PP\n.nf\ncode = \\(dq\\e\\(dq name\n",
                        ".nf\nbegin\n.fi\n.PP\nEnd.\n.IP \\(bu 2\none and more\n.IP \\(bu 2\ntwo\n.SH \"SEE ALSO\"")
                .doesNotContain("Not for users");
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }
}
