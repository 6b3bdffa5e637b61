package dev.memcheck.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineOriginTest {
    @TempDir
    private Path directory;

    @Test
    void aLineIsOfTheCommitThatLastChangedIt() throws Exception {
        Path file = Files.writeString(directory.resolve("-my $(touch x);ext.c"), "one\ntwo\n");
        git("init", "-q");
        git("add", "-A");
        git("commit", "-q", "-m", "First: \"quoted\"");
        Files.writeString(file, "one\nTWO\n");
        git("commit", "-q", "-a", "-m", "Second");
        Files.writeString(file, "one\nTWO\nthree\n");

        assertThat(LineOrigin.of(file, 1).orElseThrow().text())
                .matches("2026-02-03 04:05 \\+0130 in [0-9a-f]{10}: First: \"quoted\"");
        assertThat(LineOrigin.of(file, 2).orElseThrow().summary()).isEqualTo("Second");
        assertThat(LineOrigin.of(file, 3).orElseThrow().text()).isEqualTo("not committed yet");
        assertThat(LineOrigin.of(file, 4)).isEmpty();
        assertThat(directory.resolve("x")).doesNotExist();
    }

    @Test
    void whatIsInNoCheckoutHasNone() throws Exception {
        assertThat(LineOrigin.of(Files.writeString(directory.resolve("a.c"), "one\n"), 1))
                .isEmpty();
        git("init", "-q");
        assertThat(LineOrigin.of(directory.resolve("a.c"), 1)).isEmpty();
    }

    @Test
    void nothingOfTheCheckoutRuns() throws Exception {
        Path file = Files.writeString(directory.resolve("a.c"), "one\n");
        Files.writeString(directory.resolve(".gitattributes"), "*.c filter=own=one diff=own\n");
        git("init", "-q");
        git("add", "-A");
        git("commit", "-q", "-m", "First");
        String own = "touch '" + directory.resolve("ran") + "'; cat";
        Files.writeString(
                directory.resolve(".git/config"),
                "\n[filter \"own=one\"]\n\tclean = \"" + own + "\"\n\trequired = true\n[diff \"own\"]\n\ttextconv = \""
                        + own + "\"\n[core]\n\tfsmonitor = \"" + own + "\"\n",
                StandardOpenOption.APPEND);
        Files.writeString(file, "ONE\n");

        assertThat(LineOrigin.of(file, 1).orElseThrow().text()).isEqualTo("not committed yet");
        assertThat(directory.resolve("ran")).doesNotExist();
        // and it is a checkout in which git would have run it
        git("add", "-A");
        assertThat(directory.resolve("ran")).exists();
    }

    private void git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=A", "-c", "user.email=a@example.org"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        // Whoever runs the test may sign commits, or have hooks.
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_AUTHOR_DATE", "2026-02-03T04:05:06+0130");
        assertThat(builder.start().waitFor()).isZero();
    }
}
