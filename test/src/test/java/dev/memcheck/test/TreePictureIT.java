package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of the full-screen tree as a terminal shows it, for whoever looks at them: SVG, and PNG where there is a browser. */
class TreePictureIT {
    private static final Path PICTURES = Path.of("target/screenshots").toAbsolutePath();
    private static final Path SOURCE = Path.of("fixtures/buggy_ext").toAbsolutePath();

    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    /** What the terminal showed when it was looked at last. */
    private List<String> before = List.of();

    private record Size(int columns, int rows) {}

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void atThreeSizesOnDarkAndLight() throws Exception {
        Optional<Path> program = Chromium.program();
        if (program.isEmpty()) {
            System.out.println(
                    "TreePictureIT: no PNG is made, since there is no chromium on PATH (apt-get install chromium)");
        }
        Files.createDirectories(PICTURES);
        terminal = TmuxTerminal.start(home, Map.of(), "--source-dir", SOURCE.toString());
        terminal.await("memcheck>");
        terminal.typeAndAwaitPrompt("CREATE EXTENSION IF NOT EXISTS buggy_ext;");
        terminal.typeAndAwaitPrompt("begin demo");
        for (int i = 0; i < 3; i++) {
            terminal.typeAndAwaitPrompt("SELECT leak_top(), leak_context(), cache_once();");
        }
        terminal.typeAndAwaitPrompt("end demo");
        terminal.type("\\tree");
        terminal.await("the tree", screen -> screen.contains("FINDINGS"));
        Chromium browser = program.isPresent()
                ? Chromium.start(program.get(), Files.createDirectory(home.resolve("profile")))
                : null;
        try {
            for (Size size : List.of(new Size(80, 24), new Size(120, 40), new Size(200, 60))) {
                picture(size, browser);
            }
        } finally {
            if (browser != null) {
                browser.close();
            }
        }
        terminal.keys("q");
        terminal.awaitPrompt("memcheck>");
    }

    private void picture(Size size, Chromium browser) throws IOException {
        terminal.resize(size.columns(), size.rows());
        terminal.await("a tree of " + size, unused -> isDrawn(size));
        List<String> lines = terminal.linesInSight();
        assertThat(lines).hasSize(size.rows());
        for (TerminalSvg look : List.of(TerminalSvg.dark(), TerminalSvg.light())) {
            String name = "tree-" + size.columns() + "x" + size.rows() + "-" + look.name();
            Path svg = Files.writeString(PICTURES.resolve(name + ".svg"), look.draw(name, size.columns(), lines));
            if (browser != null) {
                browser.open(svg);
                browser.resize(TerminalSvg.width(size.columns()), TerminalSvg.height(size.rows()));
                browser.screenshot(PICTURES.resolve(name + ".png"));
            }
        }
    }

    /** Whether the last line is the footer, and all is as it was at the look before. */
    private boolean isDrawn(Size size) {
        try {
            List<String> now = terminal.linesInSight();
            boolean same = now.equals(before);
            before = now;
            return same && now.size() == size.rows() && now.get(size.rows() - 1).contains("leave");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
