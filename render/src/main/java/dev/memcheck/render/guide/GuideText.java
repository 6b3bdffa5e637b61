package dev.memcheck.render.guide;

import dev.memcheck.finding.CheckType;
import dev.memcheck.render.text.LineWrap;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import java.util.ArrayList;
import java.util.List;

/** What a guide says, as lines of a screen. */
public final class GuideText {
    private static final int LABEL_CELLS = 12;
    private static final int WIDEST = 100;
    private static final String CODE = " ".repeat(LABEL_CELLS);

    private final int cells;

    /** @param cells width of the screen; no line is longer than can be read with ease */
    public GuideText(int cells) {
        this.cells = Math.min(cells, WIDEST);
    }

    /** Everything about a context, or several that are alike. */
    public List<StyledLine> context(GuideEntry entry) {
        List<StyledLine> lines = heading(String.join(", ", entry.names()));
        entry.fields().keySet().forEach(label -> say(lines, label, entry.text(label)));
        return lines;
    }

    /** Everything about a kind of finding. */
    public List<StyledLine> finding(CheckType type, GuideEntry entry) {
        List<StyledLine> lines = heading(type.label() + ": " + type.meaning());
        say(lines, "sign", "!! " + type.sign());
        say(lines, "certain", certain(type));
        say(lines, "look for", entry.text("look"));
        code(lines, "wrong", entry.lines("wrong"), Style.WARNING);
        code(lines, "right", entry.lines("right"), Style.OK);
        say(lines, "what to do", type.remedy());
        say(lines, "read on", entry.text("page"));
        return lines;
    }

    /** When a kind of finding is certain. */
    static String certain(CheckType type) {
        if (type.isCertainAtOnce()) {
            return "at once: one sighting is proof";
        }
        return type.mayBeCache()
                ? "once the same statement was seen to do it again; until then it may be a cache that fills"
                : "at once where the detail is proof, otherwise once the same statement was seen to do it again";
    }

    /** A kind of finding in a line. */
    public List<StyledLine> brief(CheckType type) {
        return LineWrap.wrap(
                StyledLine.builder()
                        .add("  ")
                        .add(type.label(), Style.HEADING)
                        .add(": " + type.meaning())
                        .line(),
                cells,
                4);
    }

    /** One line for each: what is meant, and the beginning of what there is to say. */
    public List<StyledLine> list(List<GuideEntry> entries, String label) {
        List<StyledLine> lines = new ArrayList<>();
        for (GuideEntry entry : entries) {
            lines.addAll(LineWrap.wrap(
                    StyledLine.builder()
                            .add("  ")
                            .add(String.join(", ", entry.names()), Style.HEADING)
                            .add(": " + entry.text(label))
                            .line(),
                    cells,
                    4));
        }
        return lines;
    }

    /** Names one after the other, none of them broken. */
    public List<StyledLine> names(List<String> names) {
        List<StyledLine> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(" ");
        for (String name : names) {
            if (line.length() + name.length() + 2 > cells) {
                lines.add(StyledLine.plain(line.toString()));
                line = new StringBuilder(" ");
            }
            line.append(' ').append(name).append(',');
        }
        lines.add(StyledLine.plain(line.substring(0, line.length() - 1)));
        return lines;
    }

    private List<StyledLine> heading(String text) {
        return new ArrayList<>(LineWrap.wrap(StyledLine.of(text, Style.HEADING), cells, 2));
    }

    private void say(List<StyledLine> lines, String label, String text) {
        lines.addAll(LineWrap.wrap(
                StyledLine.builder()
                        .add("  " + label, Style.DIM)
                        .padTo(LABEL_CELLS + 2)
                        .add(text)
                        .line(),
                cells,
                LABEL_CELLS + 2));
    }

    private static void code(List<StyledLine> lines, String label, List<String> code, Style style) {
        String before = "  " + label;
        for (String line : code) {
            lines.add(StyledLine.builder()
                    .add(before, Style.DIM)
                    .padTo(CODE.length() + 2)
                    .add(line, style)
                    .line());
            before = "";
        }
    }
}
