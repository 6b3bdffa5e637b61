package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import java.util.List;
import java.util.stream.Collectors;

/** The keys that lead on from where a person is, as many as there is room for. */
final class Footer {
    private static final String GAP = "  ";
    private static final Hint MOVE = new Hint("move", ViewAction.DOWN, ViewAction.UP);
    private static final Hint TIME = new Hint("time", ViewAction.EARLIER, ViewAction.LATER);
    private static final Hint SAVE = new Hint("save", ViewAction.WRITE);
    private static final Hint BACK = new Hint("back", ViewAction.BACK);
    private static final Hint COPY = new Hint("copy", ViewAction.COPY);
    private static final Hint DETAILS = new Hint("details", ViewAction.DETAIL);
    private static final Hint ALL = new Hint("all frames", ViewAction.FOLD);

    /** What never gives way. */
    private static final List<Hint> LAST =
            List.of(new Hint("help", ViewAction.HELP), new Hint("leave", ViewAction.LEAVE));

    private final KeyTable keys;
    private final Glyphs glyphs;

    /** Keys and what they are for, in a word. */
    private record Hint(String word, List<ViewAction> actions) {
        Hint(String word, ViewAction... actions) {
            this(word, List.of(actions));
        }
    }

    Footer(KeyTable keys, Glyphs glyphs) {
        this.keys = keys;
        this.glyphs = glyphs;
    }

    /** While a list is open. */
    StyledLine ofList(int columns) {
        return line(columns, List.of(MOVE, new Hint("choose", ViewAction.FOLD)), List.of(BACK));
    }

    StyledLine of(Focus focus) {
        return line(focus.layout().columns(), hints(focus), LAST);
    }

    private static List<Hint> hints(Focus focus) {
        if (focus.isOnDetails()) {
            Hint scroll = new Hint("scroll", ViewAction.DOWN, ViewAction.UP);
            return focus.isOnFindings() ? List.of(scroll, ALL, BACK, COPY, SAVE) : List.of(scroll, BACK, COPY, SAVE);
        }
        if (focus.isOnFindings()) {
            Hint enter = focus.layout().isBeside() ? ALL : new Hint("details", ViewAction.FOLD);
            return List.of(
                    MOVE,
                    enter,
                    new Hint("next", ViewAction.NEXT_FINDING),
                    new Hint("tree", ViewAction.IN),
                    TIME,
                    COPY,
                    SAVE);
        }
        return List.of(
                MOVE,
                new Hint("open", ViewAction.FOLD),
                new Hint("findings", ViewAction.NEXT_FINDING),
                DETAILS,
                TIME,
                new Hint("base", ViewAction.BASELINE),
                new Hint("find", ViewAction.SEARCH),
                new Hint("filter", ViewAction.FILTER),
                SAVE);
    }

    private StyledLine line(int columns, List<Hint> hints, List<Hint> last) {
        StyledLine end = text(last);
        StyledLine.Builder line = StyledLine.builder();
        for (Hint hint : hints) {
            StyledLine next = text(List.of(hint));
            if (line.width() + next.width() + end.width() <= columns) {
                line.add(next);
            }
        }
        return line.add(end).line().clip(columns, glyphs.ellipsis());
    }

    private StyledLine text(List<Hint> hints) {
        StyledLine.Builder line = StyledLine.builder();
        for (Hint hint : hints) {
            String shown = hint.actions().stream().map(keys::shortest).collect(Collectors.joining(" "));
            line.add(shown, Style.HEADING).add(" " + hint.word() + GAP, Style.DIM);
        }
        return line.line();
    }
}
