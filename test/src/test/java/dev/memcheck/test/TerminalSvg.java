package dev.memcheck.test;

import dev.memcheck.render.text.CellWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws what a terminal shows, colors and all, as SVG. */
final class TerminalSvg {
    private static final int CELL = 8;
    private static final int LINE = 19;
    private static final int MARGIN = 16;
    /** Where letters stand in their line, from below. */
    private static final int BASE = 5;

    /** Of one letter of the font in its size of one. */
    private static final double ADVANCE = 0.602;

    /** Blanks in a row stay. */
    private static final char NO_BREAK = '\u00a0';

    private static final Pattern SGR = Pattern.compile("\u001b\\[([0-9;]*)m");
    private static final int[] CUBE = {0, 95, 135, 175, 215, 255};
    private static final int FIRST_OF_CUBE = 16;
    private static final int FIRST_GREY = 232;

    private final String name;
    private final String background;
    private final String foreground;
    private final Map<Integer, String> colors;
    private final StringBuilder shapes = new StringBuilder();
    private final StringBuilder texts = new StringBuilder();
    private int column;
    private int top;
    private Pen pen = new Pen();

    /** How what follows looks. */
    private static final class Pen {
        private String color = "";
        private String behind = "";
        private boolean bold;
        private boolean underlined;
        private boolean struck;
        private boolean reversed;
    }

    /** @param colors instead of those that terminals have, by their numbers */
    private TerminalSvg(String name, String background, String foreground, Map<Integer, String> colors) {
        this.name = name;
        this.background = background;
        this.foreground = foreground;
        this.colors = colors;
    }

    /** On a dark ground. */
    static TerminalSvg dark() {
        return new TerminalSvg("dark", "#000000", "#e3e6ea", Map.of());
    }

    /** On a light ground. */
    static TerminalSvg light() {
        return new TerminalSvg("light", "#ffffff", "#1b1f24", Map.of());
    }

    /** On a dark ground, in colors for a page that is read on either. */
    static TerminalSvg page() {
        return new TerminalSvg(
                "page", "#14171b", "#e3e6ea", Map.of(243, "#9aa4af", 131, "#ff7b82", 130, "#e3b341", 163, "#ff8ad4"));
    }

    String name() {
        return name;
    }

    static int width(int columns) {
        return columns * CELL + 2 * MARGIN;
    }

    static int height(int rows) {
        return rows * LINE + 2 * MARGIN;
    }

    /** The text without its colors. */
    static String plain(String line) {
        return SGR.matcher(line).replaceAll("");
    }

    String draw(String title, int columns, List<String> lines) {
        top = MARGIN;
        for (String line : lines) {
            draw(line);
            top += LINE;
        }
        int width = width(columns);
        int height = height(lines.size());
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width
                + "\" height=\"" + height + "\" role=\"img\">\n<title>" + escaped(title) + "</title>\n"
                + "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"" + background + "\"/>\n" + shapes
                + "<g fill=\"" + foreground
                + "\" font-family=\"'DejaVu Sans Mono', ui-monospace, monospace\" font-size=\""
                + String.format("%.2f", CELL / ADVANCE) + "\">\n" + texts + "</g>\n</svg>\n";
    }

    private void draw(String line) {
        column = 0;
        Matcher code = SGR.matcher(line);
        int from = 0;
        while (code.find()) {
            add(line.substring(from, code.start()));
            turn(new ArrayList<>(List.of(code.group(1).split(";"))));
            from = code.end();
        }
        add(line.substring(from));
    }

    private void turn(List<String> codes) {
        while (!codes.isEmpty()) {
            String code = codes.remove(0);
            switch (code) {
                case "", "0" -> pen = new Pen();
                case "1" -> pen.bold = true;
                case "22" -> pen.bold = false;
                case "4" -> pen.underlined = true;
                case "24" -> pen.underlined = false;
                case "7" -> pen.reversed = true;
                case "27" -> pen.reversed = false;
                case "9" -> pen.struck = true;
                case "29" -> pen.struck = false;
                case "38" -> pen.color = indexed(codes);
                case "39" -> pen.color = "";
                case "48" -> pen.behind = indexed(codes);
                case "49" -> pen.behind = "";
                default -> throw new IllegalArgumentException("a look that is not known: " + code);
            }
        }
    }

    /** The color of {@code 5;N}. */
    private String indexed(List<String> codes) {
        if (!codes.remove(0).equals("5")) {
            throw new IllegalArgumentException("a color of more than one number");
        }
        int number = Integer.parseInt(codes.remove(0));
        if (colors.containsKey(number)) {
            return colors.get(number);
        }
        if (number < FIRST_OF_CUBE) {
            throw new IllegalArgumentException("color " + number + " looks different on each terminal");
        }
        if (number >= FIRST_GREY) {
            int grey = 8 + 10 * (number - FIRST_GREY);
            return String.format("#%02x%02x%02x", grey, grey, grey);
        }
        int at = number - FIRST_OF_CUBE;
        return String.format("#%02x%02x%02x", CUBE[at / 36], CUBE[at / 6 % 6], CUBE[at % 6]);
    }

    private void add(String text) {
        int cells = CellWidth.of(text);
        String color = pen.color.isEmpty() ? foreground : pen.color;
        String behind = pen.behind.isEmpty() ? background : pen.behind;
        String ink = pen.reversed ? behind : color;
        String ground = pen.reversed ? color : behind;
        if (cells > 0 && !ground.equals(background)) {
            shapes.append("<rect x=\"" + x() + "\" y=\"" + top + "\" width=\"" + cells * CELL + "\" height=\"" + LINE
                    + "\" fill=\"" + ground + "\"/>\n");
        }
        if (!text.isBlank() || pen.underlined) {
            texts.append("<text x=\"" + x() + "\" y=\"" + (top + LINE - BASE) + "\"" + look(ink) + ">" + escaped(text)
                    + "</text>\n");
        }
        column += cells;
    }

    private int x() {
        return MARGIN + column * CELL;
    }

    private String look(String ink) {
        String lines = (pen.underlined ? " underline" : "") + (pen.struck ? " line-through" : "");
        return (ink.equals(foreground) ? "" : " fill=\"" + ink + "\"")
                + (pen.bold ? " font-weight=\"bold\"" : "")
                + (lines.isEmpty() ? "" : " text-decoration=\"" + lines.strip() + "\"");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace(' ', NO_BREAK);
    }
}
