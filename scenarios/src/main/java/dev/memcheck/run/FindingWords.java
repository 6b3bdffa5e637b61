package dev.memcheck.run;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.sql.SqlError;
import java.util.List;
import java.util.stream.Collectors;

/** Findings and errors in one line of words, as failures tell them. */
public final class FindingWords {
    private FindingWords() {}

    public static String of(Finding finding) {
        StringBuilder words = new StringBuilder();
        words.append(finding.severity()).append(' ').append(finding.checkType().label());
        if (!finding.contextPath().isEmpty()) {
            words.append(" in ").append(finding.contextName());
        }
        if (finding.bytes() > 0) {
            words.append(", ").append(amount(finding));
        }
        if (finding.site().isKnown()) {
            words.append(", ").append(finding.owner());
        } else if (finding.bytes() == 0 && !finding.detail().isEmpty()) {
            words.append(": ").append(finding.detail());
        }
        return words.append(finding.confirmed() ? "" : " (unconfirmed)").toString();
    }

    /**
     * {@code 128 bytes in 1 chunk}, {@code 12 kB in 3 allocations outside contexts}, {@code 1 resource}: as much as is
     * known; without bytes where none are concerned.
     */
    public static String amount(Finding finding) {
        CheckType.Unit unit = finding.checkType().unit();
        String bytes = AmountWords.bytes(finding.bytes());
        if (finding.count() <= 0) {
            return bytes + unit.place();
        }
        String count = AmountWords.counted(finding.count(), unit.noun());
        return (finding.bytes() == 0 ? count : bytes + " in " + count) + unit.place();
    }

    /** All findings of a window. */
    static String of(String window, List<Finding> findings) {
        return "in " + window + ": " + findings.stream().map(FindingWords::of).collect(Collectors.joining("; "));
    }

    static String of(SqlError error) {
        return error.severity() + " " + error.sqlState() + ": " + error.message();
    }
}
