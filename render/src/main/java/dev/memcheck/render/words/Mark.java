package dev.memcheck.render.words;

import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Style;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** How a finding stands out, worst first. */
public enum Mark {
    WRONG_CONTEXT(Style.WRONG_CONTEXT),
    LEAKED(Style.LEAKED),
    /** Confirmed, and neither a leak nor in the wrong context. */
    DEFECT(Style.DEFECT),
    UNCONFIRMED(Style.UNCONFIRMED);

    private final Style style;

    Mark(Style style) {
        this.style = style;
    }

    public Style style() {
        return style;
    }

    /** The mark of one finding. */
    public static Mark of(Finding finding) {
        if (!finding.confirmed()) {
            return UNCONFIRMED;
        }
        return switch (finding.checkType().nature()) {
            case WRONG_CONTEXT -> WRONG_CONTEXT;
            case LEAK -> LEAKED;
            case OTHER -> DEFECT;
        };
    }

    /** The sign that says it without color: {@code !! LEAK}. */
    public static String sign(Finding finding) {
        return finding.confirmed() ? "!! " + finding.checkType().sign() : "? unconfirmed";
    }

    /** The findings whose signs differ, one each, worst first. */
    public static List<Finding> distinct(Collection<Finding> findings) {
        return findings.stream()
                .collect(Collectors.toMap(Mark::sign, finding -> finding, (first, second) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .sorted(Comparator.comparing(Mark::of))
                .toList();
    }
}
