package dev.memcheck.render.words;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Style;
import java.util.List;

/** How many findings there are, and how sure they are. */
public record FindingSum(long confirmed, long unconfirmed) {
    public static FindingSum of(List<Finding> findings) {
        long confirmed = findings.stream().filter(Finding::confirmed).count();
        return new FindingSum(confirmed, findings.size() - confirmed);
    }

    /** {@code no findings}, {@code 1 finding, unconfirmed}, {@code 3 findings, 2 confirmed, 1 unconfirmed}. */
    public String text() {
        long all = confirmed + unconfirmed;
        if (all == 0) {
            return "no findings";
        }
        String number = AmountWords.counted(all, "finding");
        if (unconfirmed == 0) {
            return number + ", confirmed";
        }
        return confirmed == 0
                ? number + ", unconfirmed"
                : number + ", " + confirmed + " confirmed, " + unconfirmed + " unconfirmed";
    }

    public Style style() {
        if (confirmed > 0) {
            return Style.LEAKED;
        }
        return unconfirmed > 0 ? Style.UNCONFIRMED : Style.OK;
    }
}
