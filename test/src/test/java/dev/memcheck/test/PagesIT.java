package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page tells a reader to do is done, and shows what the page shows. */
class PagesIT {
    private static final Path PAGES = Path.of("pages");
    private static final long DEADLINE_SECONDS = 300;

    @TempDir
    private Path directory;

    private TmuxTerminal terminal;

    @AfterEach
    void leave() throws Exception {
        if (terminal != null) {
            terminal.close();
        }
        if (Files.exists(directory.resolve("Makefile"))) {
            shell("make -s uninstall");
        }
    }

    @Test
    void theTutorial() throws Exception {
        assumeTrue(
                shell("test -w \"$(${PG_CONFIG:-pg_config} --pkglibdir)\" && echo yes")
                        .equals("yes\n"),
                "who runs this cannot install an extension");
        Page page = Page.read(PAGES.resolve("tutorial.md"));
        assertThat(page.steps()).hasSizeGreaterThan(15);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Page.Step step : page.steps()) {
            if (step instanceof Page.Text text) {
                Files.writeString(directory.resolve(text.name()), text.content());
            } else if (step instanceof Page.Change change) {
                change(change);
            } else if (step instanceof Page.Typed typed) {
                String shown = typed.prompt() ? prompt(typed.line()) : command(typed.line());
                assertThat(shown).as(typed.line()).matches(Page.pattern(typed.shown()));
            }
        }
    }

    @Test
    void troubleshooting() throws Exception {
        Page page = Page.read(Path.of("../shell/troubleshooting.md"));
        assertThat(page.steps()).hasSize(3).allMatch(Page.Typed.class::isInstance);
        for (Page.Step step : page.steps()) {
            Page.Typed typed = (Page.Typed) step;
            assertThat(shell(typed.line())).as(typed.line()).matches(Page.pattern(typed.shown()));
        }
    }

    @Test
    void forDbas() throws Exception {
        Page page = Page.read(Path.of("../shell/dba.md"));
        assertThat(page.steps()).hasSize(5).allMatch(Page.Typed.class::isInstance);
        try (PrivateCluster cluster = PrivateCluster.start(
                        PrivateClusterOptions.fromEnvironment().withoutPreload());
                Backend application = cluster.connect()) {
            String pid = "PID=" + application.facts().pid() + "\n";
            for (Page.Step step : page.steps()) {
                Page.Typed typed = (Page.Typed) step;
                if (typed.line().contains("2.mcrun")) {
                    for (int i = 0; i < 100; i++) {
                        application.execute("PREPARE p" + i + " AS SELECT " + i);
                    }
                }
                // The server of the last command is a private one here.
                String shown = shell(pid + typed.line().replace("-h db ", ""));
                assertThat(shown).as(typed.line()).matches(Page.pattern(typed.shown()));
            }
        }
    }

    @Test
    void theScreensOfOtherPages() throws Exception {
        for (String name : List.of("../README.md", "../scenarios/session-files.md", "pages/how-it-works.md")) {
            Page page = Page.read(Path.of(name));
            assertThat(page.steps()).as(name).isNotEmpty();
            terminal = TmuxTerminal.start(directory, Map.of(), "-X");
            terminal.await("memcheck>");
            prompt("CREATE EXTENSION buggy_ext;");
            for (Page.Step step : page.steps()) {
                Page.Typed typed = (Page.Typed) step;
                String shown = typed.prompt() ? prompt(typed.line()) : shell(typed.line());
                assertThat(shown).as(name + ": " + typed.line()).matches(Page.anyNumbers(typed.shown()));
            }
            prompt("\\q");
        }
    }

    private void change(Page.Change change) throws IOException {
        Path file = directory.resolve(change.name());
        String content = Files.readString(file);
        assertThat(content).containsOnlyOnce(change.before());
        Files.writeString(file, content.replace(change.before(), change.after()));
    }

    private String command(String line) throws Exception {
        if (line.equals("memcheck")) {
            terminal = TmuxTerminal.start(directory, Map.of(), "-X");
            terminal.await("memcheck>");
            return "";
        }
        return shell(line);
    }

    private String prompt(String line) throws IOException {
        if (line.equals("\\q")) {
            terminal.type(line);
            terminal.await("exit code 0");
            terminal.close();
            terminal = null;
            return "";
        }
        terminal.typeAndAwaitPrompt(line);
        String screen = terminal.screen();
        String typed = "memcheck> " + line + "\n";
        return screen.substring(screen.lastIndexOf(typed) + typed.length(), screen.lastIndexOf("\nmemcheck>") + 1);
    }

    private String shell(String line) throws Exception {
        Path out = Files.createTempFile("page", ".out");
        String memcheck = "memcheck() { " + String.join(" ", MemcheckJar.command()) + " \"$@\"; }\n";
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", memcheck + line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        Process process = builder.start();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroy();
        }
        String text = Files.readString(out);
        Files.delete(out);
        assertThat(List.of(0, 1)).as(text).contains(process.exitValue());
        return text;
    }
}
