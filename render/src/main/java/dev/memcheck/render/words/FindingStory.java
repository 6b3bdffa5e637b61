package dev.memcheck.render.words;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.ColumnType;
import dev.memcheck.finding.ColumnWriter;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Site;
import dev.memcheck.finding.Words;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.snapshot.NodeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Everything that is known about one finding, for {@code \why}. */
public final class FindingStory {
    /** Before what is told stands what it is. */
    public static final int LABEL_CELLS = 14;

    private static final String OWNER = "=> ";

    /** Lines before stacks, and of the lines first who called the owner, then the extension's own sentence. */
    private static final List<FindingColumn<?>> TOLD = FindingColumn.all(FindingColumn.Use.WHY).stream()
            .sorted(Comparator.<FindingColumn<?>, Boolean>comparing(column -> column.type() == ColumnType.TEXTS)
                    .thenComparing(column -> column != FindingColumn.CALLED_BY)
                    .thenComparing(column -> column != FindingColumn.DETAIL))
            .toList();

    private final Glyphs glyphs;

    public FindingStory(Glyphs glyphs) {
        this.glyphs = Objects.requireNonNull(glyphs);
    }

    /**
     * What was found, how sure that is, who did it by which way, and what to do.
     *
     * @param number of the finding within the session
     */
    public List<StyledLine> lines(int number, Finding finding) {
        return lines(number, finding, List.of());
    }

    /**
     * The same, with lines of source before what to do.
     *
     * @param source from where the finding is; empty if that is not known
     */
    public List<StyledLine> lines(int number, Finding finding, List<StyledLine> source) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.builder()
                .add("finding " + number + ": ", Style.HEADING)
                .add(Mark.sign(finding), Mark.of(finding).style())
                .add("  " + finding.severity() + " ")
                .add(finding.checkType().label(), Style.HEADING)
                .line());
        say(lines, "why", Doubt.certainty(finding), Mark.of(finding).style());
        say(lines, "context", FindingText.where(finding, glyphs), Style.PLAIN);
        say(lines, "amount", amount(finding), Style.PLAIN);
        say(lines, "owner", ServerText.clean(finding.site().fullLabel()), Style.SITE);
        for (FindingColumn<?> column : TOLD) {
            if (finding.knows(column)) {
                finding.write(column, new Teller(lines, column, finding.site()));
            }
        }
        lines.addAll(source);
        say(lines, "what to do", Remedy.of(finding), Style.PLAIN);
        return lines;
    }

    /** One line; none where there is nothing to say. */
    private static void say(List<StyledLine> lines, String label, String text, Style style) {
        if (!text.isEmpty()) {
            lines.add(StyledLine.builder()
                    .add("  " + label, Style.DIM)
                    .padTo(LABEL_CELLS)
                    .add(text, style)
                    .line());
        }
    }

    private static String amount(Finding finding) {
        String amount = finding.checkType().unit() == CheckType.Unit.NONE ? "" : FindingText.amount(finding);
        return finding.bytesPerCall().isPresent()
                ? amount + ", " + AmountWords.average(finding.bytesPerCall().getAsDouble())
                        + " per execution of the statement"
                : amount;
    }

    /** As a debugger prints it: innermost first, numbered without memcheck's own frames, the owner marked. */
    private static void stack(List<StyledLine> lines, String label, List<String> stack, Site site) {
        List<Frame> frames = Frame.withoutObserver(stack);
        if (frames.isEmpty()) {
            return;
        }
        say(lines, label, "innermost first" + leftOut(stack.size() - frames.size()), Style.DIM);
        int digits = String.valueOf(frames.size() - 1).length();
        boolean owned = false;
        for (int number = 0; number < frames.size(); number++) {
            Frame frame = frames.get(number);
            boolean owner = !owned && site.owns(frame);
            owned |= owner;
            lines.add(StyledLine.builder()
                    .add("  " + (owner ? OWNER : " ".repeat(OWNER.length())), Style.HEADING)
                    .add(CellWidth.padRight("#" + number, digits + 3))
                    .add(ServerText.clean(frame.toString()), owner ? Style.SITE : Style.PLAIN)
                    .line());
        }
    }

    private static String leftOut(int own) {
        return own == 0 ? "" : ", without " + AmountWords.counted(own, "frame") + " of memcheck's own";
    }

    /** Tells of a column that no other line tells of: in a line, or a list as a stack. */
    private record Teller(List<StyledLine> lines, FindingColumn<?> column, Site site)
            implements ColumnWriter<RuntimeException> {
        @Override
        public <E extends Enum<E>> void word(Words<E> words, E value) {
            text(words.label().apply(value));
        }

        @Override
        public void flag(boolean value) {
            text(value ? "yes" : "no");
        }

        @Override
        public void text(String value) {
            say(lines, column.label(), ServerText.clean(value), Style.PLAIN);
        }

        @Override
        public void optionalText(Optional<String> value) {
            value.ifPresent(this::text);
        }

        @Override
        public void library(Optional<String> value) {
            optionalText(value);
        }

        /** Only one of the two stacks has the owner in it. */
        @Override
        public void texts(List<String> value) {
            stack(lines, column.label(), value, column == FindingColumn.STACK ? site : Site.unknown());
        }

        @Override
        public void number(long value) {
            text(String.valueOf(value));
        }

        @Override
        public void times(int value) {
            text(AmountWords.counted(value, "time"));
        }

        @Override
        public void optionalNumber(OptionalInt value) {
            value.ifPresent(this::number);
        }

        @Override
        public void optionalDecimal(OptionalDouble value) {
            value.ifPresent(decimal -> text(String.valueOf(decimal)));
        }

        @Override
        public void node(Optional<NodeKey> value) {
            value.ifPresent(key -> number(key.value()));
        }
    }
}
