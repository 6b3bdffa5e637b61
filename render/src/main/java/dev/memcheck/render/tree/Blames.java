package dev.memcheck.render.tree;

import dev.memcheck.finding.Finding;
import java.util.ArrayList;
import java.util.List;

/** The rows under a node that say who is to blame: one for each finding up to a limit, then one for the rest. */
final class Blames {
    private static final int LIMIT = 5;

    private Blames() {}

    static int rows(int findings) {
        return Math.min(findings, LIMIT + 1);
    }

    static List<TreeRow> rows(List<TreeRow.Guide> guides, List<Finding> findings) {
        List<TreeRow> rows = new ArrayList<>();
        int shown = findings.size() <= LIMIT + 1 ? findings.size() : LIMIT;
        for (Finding finding : findings.subList(0, shown)) {
            rows.add(new TreeRow.Blame(guides, finding));
        }
        if (shown < findings.size()) {
            rows.add(new TreeRow.MoreFindings(guides, findings.size() - shown));
        }
        return rows;
    }
}
