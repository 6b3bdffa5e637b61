package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.tree.TreeFilter;
import dev.memcheck.render.tree.TreeSort;
import dev.memcheck.run.Moment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The lists that open over the tree. */
final class Menus {
    private static final long[] SIZES = {8 << 10, 64 << 10, 1 << 20, 16 << 20};
    private static final Set<ViewAction> IN_THE_FOOTER = EnumSet.of(ViewAction.HELP, ViewAction.BACK, ViewAction.LEAVE);
    private static final int KEY_CELLS = 12;
    /** A key and what it does. */
    private static final int LEAST_HELP_CELLS = 40;

    private final KeyTable keys;
    private final Glyphs glyphs;
    /** Kept by statement: the sum of a large tree takes time, and the list is drawn often. */
    private final Map<Integer, Long> retained = new HashMap<>();

    Menus(KeyTable keys, Glyphs glyphs) {
        this.keys = keys;
        this.glyphs = glyphs;
    }

    /** A line of a menu and what it does. */
    private record Choice(String label, Runnable action) {}

    /**
     * @param now the filter that is on
     * @param chosen told another one
     * @param asked opens a line to type into
     */
    ListPopup filter(TreeFilter now, Consumer<TreeFilter> chosen, Consumer<PromptLine.Question> asked) {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice("everything", () -> chosen.accept(TreeFilter.all())));
        choices.add(new Choice("only what changed or has findings", () -> chosen.accept(TreeFilter.changed())));
        choices.add(new Choice("only what is new or grew, and still lives", () -> chosen.accept(TreeFilter.arisen())));
        choices.add(new Choice("only what has findings", () -> chosen.accept(TreeFilter.findings())));
        choices.add(new Choice(
                "by name or ident ...",
                () -> asked.accept(PromptLine.Question.of("name: ", typed -> {
                    chosen.accept(typed.isEmpty() ? TreeFilter.all() : TreeFilter.named(typed));
                }))));
        for (long size : SIZES) {
            String label = "only " + AmountWords.bytes(size) + " or more";
            choices.add(new Choice(label, () -> chosen.accept(TreeFilter.atLeast(size))));
        }
        if (now instanceof TreeFilter.Inverse inverse) {
            choices.add(new Choice(
                    "the inverse: " + StatusBar.filter(inverse.filter()), () -> chosen.accept(inverse.filter())));
        } else if (!(now instanceof TreeFilter.All)) {
            choices.add(
                    new Choice("the inverse: not " + StatusBar.filter(now), () -> chosen.accept(TreeFilter.not(now))));
        }
        return menu("show", choices, 0);
    }

    ListPopup sort(TreeSort now, Consumer<TreeSort> chosen) {
        List<Choice> choices = new ArrayList<>();
        for (TreeSort sort : TreeSort.values()) {
            String label = sort == TreeSort.TREE ? "tree order" : sort.name().toLowerCase(Locale.ROOT);
            choices.add(new Choice(label, () -> chosen.accept(sort)));
        }
        return menu("sort siblings by", choices, now.ordinal());
    }

    /**
     * @param moments oldest first; the last is at the top of the list
     * @param position of the one that is shown
     * @param chosen told the number of a statement
     */
    ListPopup statements(List<Moment> moments, int thinned, int position, IntConsumer chosen) {
        int last = moments.size() - 1;
        String title = "statements, newest first" + (thinned == 0 ? "" : ", " + thinned + " older ones thinned");
        return new ListPopup(
                title,
                moments.size(),
                line -> statement(moments.get(last - line)),
                last - position,
                line -> chosen.accept(moments.get(last - line).statement()));
    }

    /** All keys, and what the signs mean; in two columns where one is too long for the screen. */
    ListPopup help(Layout layout) {
        List<StyledLine> lines = new ArrayList<>(List.of(Legend.meanings(glyphs), Legend.marks()));
        keys.bindings().forEach(binding -> lines.add(help(binding)));
        if (lines.size() < layout.bodyRows() || layout.columns() < 2 * LEAST_HELP_CELLS) {
            return new ListPopup("keys", lines.size(), lines::get, 0, line -> {});
        }
        // What stands in the last line of most screens gives way.
        List<StyledLine> needed = keys.bindings().stream()
                .filter(binding -> !IN_THE_FOOTER.contains(binding.action()))
                .map(Menus::help)
                .toList();
        List<StyledLine> both = beside(needed, layout.columns() / 2);
        return new ListPopup("keys  " + Legend.meanings(glyphs).text(), both.size(), both::get, 0, line -> {});
    }

    private static StyledLine help(KeyTable.Binding binding) {
        return StyledLine.builder()
                .add(CellWidth.padRight(binding.label(), KEY_CELLS), Style.HEADING)
                .add(binding.help())
                .line();
    }

    /** The first half and the second side by side. */
    private static List<StyledLine> beside(List<StyledLine> lines, int cells) {
        int half = (lines.size() + 1) / 2;
        List<StyledLine> both = new ArrayList<>();
        for (int at = 0; at < half; at++) {
            StyledLine.Builder line = StyledLine.builder().add(lines.get(at)).padTo(cells);
            if (half + at < lines.size()) {
                line.add(lines.get(half + at));
            }
            both.add(line.line());
        }
        return both;
    }

    private StyledLine statement(Moment moment) {
        long bytes = retained.computeIfAbsent(
                moment.statement(), unseen -> moment.diff().retainedBytes());
        return StatusBar.statement(moment, bytes);
    }

    private static ListPopup menu(String title, List<Choice> choices, int selected) {
        return new ListPopup(
                title,
                choices.size(),
                line -> StyledLine.plain(choices.get(line).label()),
                selected,
                line -> choices.get(line).action().run());
    }
}
