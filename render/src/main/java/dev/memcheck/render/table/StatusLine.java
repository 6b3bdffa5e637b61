package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.FindingSum;
import java.util.List;
import java.util.OptionalLong;

/** The line after each statement in a window: how long it took, what it used, what stayed, what was found. */
public final class StatusLine {
    private StatusLine() {}

    /**
     * @param durationMicros time of the statement in microseconds
     * @param peakGrowth bytes that the contexts had at most beyond what they had before, not shown if 0; empty if
     *     that was not seen
     * @param retainedBytes used bytes that stayed in contexts as old as the backend; negative if some were given back
     * @param findings of this statement
     */
    public static StyledLine of(
            long durationMicros, OptionalLong peakGrowth, long retainedBytes, List<Finding> findings) {
        StyledLine.Builder line = StyledLine.builder();
        line.add(AmountWords.brief(durationMicros) + ", ", Style.DIM);
        if (peakGrowth.orElse(0) != 0) {
            line.add("peak " + AmountWords.difference(peakGrowth.getAsLong()) + ", ", Style.DIM);
        }
        Style change = retainedBytes > 0 ? Style.GREW : Style.SHRANK;
        line.add(retained(retainedBytes), retainedBytes == 0 ? Style.DIM : change);
        line.add(", ", Style.DIM);
        FindingSum sum = FindingSum.of(findings);
        return line.add(sum.text(), sum.style()).line();
    }

    /** {@code nothing retained}, {@code retained +128 bytes} */
    public static String retained(long bytes) {
        return bytes == 0 ? "nothing retained" : "retained " + AmountWords.difference(bytes);
    }
}
