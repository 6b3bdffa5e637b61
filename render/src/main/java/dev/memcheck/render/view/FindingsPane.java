package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.Mark;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The findings of the whole session, worst first, one row each, and which of them is looked at. */
final class FindingsPane {
    private static final String GAP = "  ";
    private static final int MOST_SIGN_CELLS = 20;

    private final MomentCursor moments;
    private final Glyphs glyphs;
    private List<NumberedFinding> told = List.of();
    private List<NumberedFinding> sorted = List.of();
    private int selected;
    private int top;
    private int height = 1;

    FindingsPane(MomentCursor moments, Glyphs glyphs) {
        this.moments = moments;
        this.glyphs = glyphs;
    }

    /** Reads what there is now; what is looked at stays so. */
    void refresh() {
        if (told != moments.findings()) {
            int number = selected().map(NumberedFinding::number).orElse(0);
            told = moments.findings();
            sorted = told.stream()
                    .sorted(Comparator.comparing(NumberedFinding::finding, Finding.WORST_FIRST))
                    .toList();
            select(at(Set.of(number)).orElse(0));
        }
    }

    int size() {
        return sorted.size();
    }

    Optional<NumberedFinding> selected() {
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(selected));
    }

    /** The row of the one that is looked at, from the first that is seen. */
    int cursor() {
        return selected - top;
    }

    /** The first row on the screen. */
    int top() {
        return top;
    }

    /** So many rows are seen at once. */
    void resize(int rows) {
        height = Math.max(1, rows);
        select(selected);
    }

    void select(int row) {
        selected = Math.max(0, Math.min(sorted.size() - 1, row));
        top = Math.max(0, Math.min(top, sorted.size() - height));
        top = Math.max(selected - height + 1, Math.min(selected, top));
    }

    /** Moves, if the action is a motion; not down from the last one, and then empty, as for any other action. */
    boolean move(ViewAction action) {
        boolean leaves = action == ViewAction.DOWN && selected == sorted.size() - 1;
        OptionalInt row = leaves ? OptionalInt.empty() : action.moved(selected, height, sorted.size() - 1);
        row.ifPresent(this::select);
        return row.isPresent();
    }

    /** To the next one, after the last to the first. */
    void next() {
        select(selected + 1 == sorted.size() ? 0 : selected + 1);
    }

    /** To the worst of the last window that has any. */
    void toLastWindow() {
        List<Moment> all = moments.timeline().moments();
        for (int last = all.size() - 1; last >= 0; last--) {
            if (!all.get(last).findings().isEmpty()) {
                Moment found = all.get(last);
                at(all.stream()
                                .filter(moment -> moment == found
                                        || found.windowStart().isPresent()
                                                && moment.windowStart().equals(found.windowStart()))
                                .flatMap(moment -> moment.findings().stream())
                                .map(NumberedFinding::number)
                                .collect(Collectors.toSet()))
                        .ifPresent(this::select);
                return;
            }
        }
    }

    /** Takes the tree to the last statement that left the one that is looked at, if that is kept. */
    void showStatement() {
        List<Moment> all = moments.timeline().moments();
        selected().ifPresent(chosen -> {
            for (int at = all.size() - 1; at >= 0; at--) {
                if (all.get(at).findings().stream().anyMatch(finding -> finding.number() == chosen.number())) {
                    moments.pin(all.get(at).statement());
                    return;
                }
            }
        });
    }

    StyledLine heading(int columns) {
        String place = sorted.size() > height ? GAP + (selected + 1) + "/" + sorted.size() : "";
        return StyledLine.of("FINDINGS" + place, Style.HEADING).clip(columns, glyphs.ellipsis());
    }

    /** The rows that are seen. */
    List<StyledLine> lines(int columns) {
        List<NumberedFinding> window = sorted.subList(top, Math.min(sorted.size(), top + height));
        int signs = 0;
        int amounts = 0;
        for (NumberedFinding row : window) {
            signs = Math.max(signs, CellWidth.of(Mark.sign(row.finding())));
            amounts = Math.max(amounts, CellWidth.of(amount(row.finding())));
        }
        int before = GAP.length()
                + Math.min(signs, MOST_SIGN_CELLS)
                + GAP.length()
                + (amounts > 0 ? amounts + GAP.length() : 0);
        int room = Math.max(1, columns - before);
        boolean whole = window.stream()
                .allMatch(row -> CellWidth.of(FindingPlace.of(row.finding()).whole()) <= room);
        List<StyledLine> lines = new ArrayList<>();
        for (NumberedFinding row : window) {
            Finding finding = row.finding();
            FindingPlace place = FindingPlace.of(finding);
            String sign = CellWidth.clip(Mark.sign(finding), MOST_SIGN_CELLS, glyphs.ellipsis());
            lines.add(StyledLine.builder()
                    .add(lines.size() == cursor() ? "> " : GAP, Style.HEADING)
                    .add(
                            CellWidth.padRight(sign, Math.min(signs, MOST_SIGN_CELLS)) + GAP,
                            Mark.of(finding).style())
                    .add(CellWidth.padLeft(amount(finding), amounts) + (amounts > 0 ? GAP : ""))
                    .add(whole ? place.whole() : place.brief(room, glyphs.ellipsis()))
                    .line()
                    .clip(columns, glyphs.ellipsis()));
        }
        return lines;
    }

    private OptionalInt at(Set<Integer> numbers) {
        for (int row = 0; row < sorted.size(); row++) {
            if (numbers.contains(sorted.get(row).number())) {
                return OptionalInt.of(row);
            }
        }
        return OptionalInt.empty();
    }

    private static String amount(Finding finding) {
        if (finding.checkType().unit() == CheckType.Unit.NONE || finding.bytes() == 0) {
            return "";
        }
        return finding.bytesPerCall().isPresent()
                ? AmountWords.average(finding.bytesPerCall().getAsDouble()) + "/stmt"
                : AmountWords.bytes(finding.bytes());
    }
}
