package dev.memcheck.render.text;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/**
 * The signs a picture is made of; each is one cell wide, but for the guides, which are two.
 *
 * @param branch guide before a row that has rows of its level below
 * @param last guide before the last row of its level
 * @param through guide past rows of a deeper level
 * @param open fold mark of a node whose children are shown
 * @param closed fold mark of a node whose children are hidden
 * @param leaf fold mark of a node without children
 * @param grown sign of a context that uses more
 * @param shrunk sign of a context that uses less
 * @param ellipsis stands where text was cut off
 * @param into stands between the names of a context path
 * @param across a rule between what stands above and below
 * @param divider a rule between what stands left and right
 * @param bars the last cell of a bar, from the least filled to the full one
 * @param sparks heights of a curve, from the lowest to the highest
 * @param dots the Braille pattern without a dot, from which the others count; empty if there are none
 */
public record Glyphs(
        String branch,
        String last,
        String through,
        String open,
        String closed,
        String leaf,
        String grown,
        String shrunk,
        String ellipsis,
        String into,
        String across,
        String divider,
        String bars,
        String sparks,
        String dots) {
    private static final Glyphs UNICODE = new Glyphs(
            "\u251c\u2500",
            "\u2514\u2500",
            "\u2502 ",
            "\u25be",
            "\u25b8",
            "\u2500",
            "\u2191",
            "\u2193",
            "\u2026",
            " \u203a ",
            "\u2500",
            "\u2502",
            "\u258f\u258e\u258d\u258c\u258b\u258a\u2589\u2588",
            "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588",
            "\u2800");
    private static final Glyphs ASCII =
            new Glyphs("|-", "`-", "| ", "v", ">", "-", "^", "v", "...", " > ", "-", "|", "#", "_.-=+*#", "");

    public static Glyphs unicode() {
        return UNICODE;
    }

    public static Glyphs ascii() {
        return ASCII;
    }

    /** Unicode if the charset can encode all of it, else ASCII. */
    public static Glyphs of(Charset charset) {
        if (!charset.canEncode()) {
            return ASCII;
        }
        CharsetEncoder encoder = charset.newEncoder();
        String all = UNICODE.branch
                + UNICODE.last
                + UNICODE.through
                + UNICODE.open
                + UNICODE.closed
                + UNICODE.leaf
                + UNICODE.grown
                + UNICODE.shrunk
                + UNICODE.ellipsis
                + UNICODE.into
                + UNICODE.across
                + UNICODE.divider
                + UNICODE.bars
                + UNICODE.sparks
                + UNICODE.dots;
        return encoder.canEncode(all) ? UNICODE : ASCII;
    }
}
