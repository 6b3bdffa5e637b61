package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pictures of the README: real sessions, drawn from what they printed, colors and all. */
class ReadmePictureIT {
    private static final Path PAGES = Path.of("pages");
    private static final Path SOURCE = Path.of("fixtures/buggy_ext").toAbsolutePath();

    private static final int COLUMNS = 96;
    /** Where text goes on after a label. */
    private static final String INDENT = " ".repeat(14);

    private static final String ADVICE = "what to do";
    private static final String SOURCE_LINES = "source";

    @TempDir
    private Path directory;

    /** A bug of a released extension, as one meets it: in the package that one has, without its source. */
    @Test
    void aReleasedExtension() throws Exception {
        String statement = "SELECT topology.ST_GetFaceGeometry('ground', 1);";
        String out = session(
                "CREATE EXTENSION postgis_topology CASCADE;\n"
                        + "SELECT topology.CreateTopology('ground');\n"
                        + "SELECT topology.TopoGeo_AddPolygon('ground', 'POLYGON((0 0, 1 0, 1 1, 0 0))');\n",
                statement);
        boolean there = !out.contains("extension \"postgis_topology\" is not available");
        if (!there) {
            System.out.println(
                    "ReadmePictureIT: the picture of postgis is not made again, since postgis is not installed"
                            + " (apt-get install postgresql-15-postgis-3)");
        }
        assumeTrue(there, "postgis is not installed");
        // Where something is in a library is another number in each build.
        String anyBuild = out.replaceAll("\\+0x[0-9a-f]+ \\(", "+0x… (");
        compare(
                "postgis.svg",
                "memcheck finds memory that ST_GetFaceGeometry() of postgis leaves behind with each call",
                lines(anyBuild, statement, Set.of("amount", "statement", ADVICE)));
    }

    /** A bug of an extension that has debug information and whose source is here. */
    @Test
    void aLineOfSource() throws Exception {
        String statement = "SELECT leak_context();";
        String out = session("\\set source_dir " + SOURCE + "\nCREATE EXTENSION IF NOT EXISTS buggy_ext;\n", statement);
        compare(
                "leak.svg",
                "memcheck finds a context that a function leaves behind, and the line that makes it",
                lines(out, statement, Set.of(SOURCE_LINES, ADVICE)));
    }

    private static void compare(String name, String title, List<String> lines) throws IOException {
        String svg = TerminalSvg.page().draw(title, COLUMNS, lines);
        Path picture = PAGES.resolve(name);
        if ("rewrite".equals(System.getProperty("memcheck.goldens"))) {
            Files.writeString(picture, svg);
            throw new AssertionError("rewrote " + picture + "; run again without -Dmemcheck.goldens");
        }
        assertThat(svg).isEqualTo(Files.readString(picture));
        assertThat(Files.readString(Path.of("../README.md"))).contains("(test/" + picture + ")");
    }

    /** What it prints of a window that runs a statement twice. */
    private String session(String before, String statement) throws IOException, InterruptedException {
        Path file = Files.writeString(
                directory.resolve("picture.mcs"), before + String.join("\n", typed(statement)) + "\n\\why\n");
        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", "-v", "--color=always", file.toString());
        return run.err() + run.out();
    }

    private static List<String> typed(String statement) {
        return List.of("begin", statement, statement, "end");
    }

    /** What was typed, the verdict, and of what is said of the finding these parts, as wide as the picture. */
    private static List<String> lines(String out, String statement, Set<String> parts) {
        List<String> lines = new ArrayList<>();
        typed(statement).forEach(line -> lines.add(dim("memcheck> ") + line));
        boolean verdict = false;
        String part = "";
        List<String> words = new ArrayList<>();
        for (String line : out.lines().toList()) {
            String text = TerminalSvg.plain(line);
            if (text.startsWith("finding 1:")) {
                verdict = false;
                lines.add(dim("memcheck> ") + "\\why");
            }
            verdict |= text.startsWith("window: ");
            if (text.matches("  [a-z].*") && text.length() > INDENT.length()) {
                part = text.substring(0, INDENT.length()).strip();
            } else if (text.startsWith("\\")) {
                part = "";
            }
            if (verdict) {
                lines.add(line);
            } else if (part.equals(ADVICE)) {
                words.addAll(List.of(text.replace(ADVICE, "").strip().split(" ")));
            } else if (part.equals(SOURCE_LINES) && text.contains(SOURCE_LINES)) {
                lines.add(dim("  " + SOURCE_LINES) + "      buggy_ext.c");
            } else if (parts.contains(part)) {
                lines.add(line);
            }
        }
        lines.addAll(advice(words));
        return lines;
    }

    /** In lines of the picture's width, however wide the output was. */
    private static List<String> advice(List<String> words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("  " + ADVICE + "  ");
        for (String word : words) {
            if (line.length() + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(INDENT);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString());
        lines.set(0, lines.get(0).replace(ADVICE, dim(ADVICE)));
        return lines;
    }

    private static String dim(String text) {
        return "\u001b[38;5;243m" + text + "\u001b[0m";
    }
}
