package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture at the top of the README: a real session, drawn from what it printed, colors and all. */
class ReadmePictureIT {
    private static final Path PICTURE = Path.of("pages/leak.svg");
    private static final Path SOURCE = Path.of("fixtures/buggy_ext").toAbsolutePath();
    private static final List<String> TYPED =
            List.of("begin", "SELECT leak_context();", "SELECT leak_context();", "end");

    /** Blanks in a row stay. */
    private static final char NO_BREAK = '\u00a0';

    private static final int COLUMNS = 96;
    private static final int CELL = 8;
    private static final int LINE = 19;
    private static final int MARGIN = 16;
    /** Where text goes on after a label. */
    private static final String INDENT = " ".repeat(14);

    private static final Pattern SGR = Pattern.compile("\u001b\\[([0-9;]*)m");
    private static final Map<String, String> LOOKS = Map.of(
            "1", "font-weight:bold",
            "38;5;243", "fill:#9aa4af",
            "4", "text-decoration:underline",
            "1;38;5;131", "fill:#ff7b82;font-weight:bold",
            "38;5;130", "fill:#e3b341");

    @TempDir
    private Path directory;

    @Test
    void isWhatASessionPrints() throws Exception {
        String svg = svg(screen());
        if ("rewrite".equals(System.getProperty("memcheck.goldens"))) {
            Files.createDirectories(PICTURE.getParent());
            Files.writeString(PICTURE, svg);
            throw new AssertionError("rewrote " + PICTURE + "; run again without -Dmemcheck.goldens");
        }
        assertThat(svg).isEqualTo(Files.readString(PICTURE));
        assertThat(Files.readString(Path.of("../README.md"))).contains("(test/" + PICTURE + ")");
    }

    /** What was typed, the verdict, the lines of source and what to do; without what differs from one server to another. */
    private List<String> screen() throws IOException, InterruptedException {
        Path file = Files.writeString(
                directory.resolve("leak.mcs"),
                "\\set source_dir " + SOURCE + "\nCREATE EXTENSION IF NOT EXISTS buggy_ext;\n"
                        + String.join("\n", TYPED) + "\n\\why\n");
        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", "-v", "--color=always", file.toString());
        String out = run.err() + run.out();
        List<String> lines = new ArrayList<>();
        TYPED.forEach(typed -> lines.add("\u001b[38;5;243mmemcheck> \u001b[0m" + typed));
        boolean verdict = false;
        boolean source = false;
        boolean fix = false;
        List<String> words = new ArrayList<>();
        for (String line : out.lines().toList()) {
            String text = SGR.matcher(line).replaceAll("");
            verdict = text.startsWith("window: ") || verdict && !text.startsWith("finding 1:");
            fix = text.startsWith("  what to do") || fix && text.startsWith(INDENT);
            source = text.startsWith("  source") || source && !fix && !text.startsWith("  changed");
            if (text.startsWith("  source")) {
                lines.add("\u001b[38;5;243mmemcheck> \u001b[0m\\why");
                lines.add("\u001b[38;5;243m  source\u001b[0m      buggy_ext.c");
            } else if (fix) {
                words.addAll(List.of(text.replace("  what to do", "").strip().split(" ")));
            } else if (verdict || source) {
                lines.add(line);
            }
        }
        lines.addAll(advice(words));
        return lines;
    }

    /** In lines of the picture's width, however wide the output was. */
    private static List<String> advice(List<String> words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("  what to do  ");
        for (String word : words) {
            if (line.length() + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(INDENT);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString());
        lines.set(0, lines.get(0).replaceFirst("what to do", "\u001b[38;5;243m$0\u001b[0m"));
        return lines;
    }

    private static String svg(List<String> lines) {
        int width = COLUMNS * CELL + 2 * MARGIN;
        int height = lines.size() * LINE + 2 * MARGIN;
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " "
                        + height + "\" width=\"" + width + "\" height=\"" + height + "\" role=\"img\">\n"
                        + "<title>memcheck finds a context that a function leaves behind, and the line that makes it</title>\n"
                        + "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#14171b\"/>\n"
                        + "<g fill=\"#e3e6ea\" font-family=\"ui-monospace, 'DejaVu Sans Mono', monospace\" font-size=\"13\">\n");
        int y = MARGIN;
        for (String line : lines) {
            y += LINE;
            svg.append("<text x=\"" + MARGIN + "\" y=\"" + (y - 5) + "\">" + spans(line) + "</text>\n");
        }
        return svg.append("</g>\n</svg>\n").toString();
    }

    private static String spans(String line) {
        StringBuilder spans = new StringBuilder();
        Matcher code = SGR.matcher(line);
        String look = "";
        int from = 0;
        while (code.find()) {
            spans.append(span(line.substring(from, code.start()), look));
            look = LOOKS.getOrDefault(code.group(1), "");
            from = code.end();
        }
        return spans.append(span(line.substring(from), look)).toString();
    }

    private static String span(String text, String look) {
        String clean = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace(' ', NO_BREAK);
        return clean.isEmpty() || look.isEmpty() ? clean : "<tspan style=\"" + look + "\">" + clean + "</tspan>";
    }
}
