package dev.memcheck.render.words;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Site;
import dev.memcheck.render.text.ByteSizes;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Everything that is known about one finding, for {@code \why}. */
public final class FindingStory {
    private static final int LABEL_CELLS = 14;
    private static final String OWNER = "=> ";

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
        say(lines, "detail", ServerText.clean(finding.detail()), Style.PLAIN);
        say(lines, "statement", ServerText.clean(finding.statement()), Style.PLAIN);
        stack(lines, "call stack", finding.site().stack(), finding.site());
        stack(lines, "given back", finding.freedStack(), Site.unknown());
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
        String amount = finding.checkType() == CheckType.CRASH ? "" : FindingText.amount(finding);
        return finding.bytesPerCall().isPresent()
                ? amount + ", " + ByteSizes.of(Math.round(finding.bytesPerCall().getAsDouble())) + " per call"
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
            boolean owner = !owned && frame.isOf(site);
            owned |= owner;
            lines.add(StyledLine.builder()
                    .add("  " + (owner ? OWNER : " ".repeat(OWNER.length())), Style.HEADING)
                    .add(CellWidth.padRight("#" + number, digits + 3))
                    .add(ServerText.clean(frame.toString()), owner ? Style.SITE : Style.PLAIN)
                    .line());
        }
    }

    private static String leftOut(int own) {
        return own == 0 ? "" : ", without " + FindingText.counted(own, "frame") + " of memcheck's own";
    }
}
