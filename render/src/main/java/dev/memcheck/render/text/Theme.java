package dev.memcheck.render.text;

import java.nio.charset.Charset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** How meanings look on this terminal, and which signs it can show. Resolved once, at the start. */
public final class Theme {
    private static final Map<Style, String> COLORS = colors();

    private final Map<Style, String> codes;
    private final Glyphs glyphs;

    private Theme(Map<Style, String> codes, Glyphs glyphs) {
        this.codes = codes;
        this.glyphs = Objects.requireNonNull(glyphs);
    }

    /** No color at all: the marks say everything. */
    public static Theme plain(Glyphs glyphs) {
        return new Theme(Map.of(), glyphs);
    }

    /** Colors that are read on a dark and on a light background. */
    public static Theme colored(Glyphs glyphs) {
        return new Theme(COLORS, glyphs);
    }

    /**
     * The theme for an output.
     *
     * @param environment looked up for {@code NO_COLOR} (any value but the empty one) and {@code TERM=dumb}, each of which
     *     means plain text
     * @param terminal whether the output is a terminal
     * @param charset of the output; one that cannot encode the tree guides gets ASCII
     */
    public static Theme resolve(Map<String, String> environment, boolean terminal, Charset charset) {
        return resolve(environment, terminal, charset, ColorChoice.AUTO);
    }

    /** The same, with the user's choice before the environment's. */
    public static Theme resolve(
            Map<String, String> environment, boolean terminal, Charset charset, ColorChoice choice) {
        Glyphs glyphs = Glyphs.of(charset);
        return switch (choice) {
            case ALWAYS -> colored(glyphs);
            case NEVER -> plain(glyphs);
            case AUTO -> chosen(environment, terminal, glyphs);
        };
    }

    private static Theme chosen(Map<String, String> environment, boolean terminal, Glyphs glyphs) {
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return terminal && !refused && !dumb ? colored(glyphs) : plain(glyphs);
    }

    public Glyphs glyphs() {
        return glyphs;
    }

    public boolean colored() {
        return !codes.isEmpty();
    }

    /** Parameters of the SGR sequence, as in {@code 1;31}; empty for text as it is. */
    public String sgr(Style style) {
        return codes.getOrDefault(style, "");
    }

    private static Map<Style, String> colors() {
        Map<Style, String> colors = new EnumMap<>(Style.class);
        colors.put(Style.DIM, Hue.GREY.sgr());
        colors.put(Style.HEADING, "1");
        colors.put(Style.APPEARED, Hue.GREEN.sgr());
        colors.put(Style.GREW, Hue.BLUE.sgr());
        colors.put(Style.SHRANK, Hue.PURPLE.sgr());
        colors.put(Style.GONE, "9");
        colors.put(Style.UNCONFIRMED, Hue.AMBER.sgr());
        colors.put(Style.LEAKED, Hue.RED.bold());
        colors.put(Style.WRONG_CONTEXT, Hue.MAGENTA.bold());
        colors.put(Style.DEFECT, Hue.RED.bold());
        colors.put(Style.SITE, "4");
        colors.put(Style.MATCH, "7");
        colors.put(Style.ERROR, Hue.RED.sgr());
        colors.put(Style.WARNING, Hue.AMBER.sgr());
        colors.put(Style.OK, Hue.GREEN.sgr());
        return colors;
    }
}
