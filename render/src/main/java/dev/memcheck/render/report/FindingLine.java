package dev.memcheck.render.report;

import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.words.FindingText;

/** A finding in one line. */
public final class FindingLine {
    private FindingLine() {}

    /** {@code WARNING context_leak in work: 8192 bytes in 1 context, leak_context (buggy_ext) at buggy_ext.c:32, confirmed}. */
    public static String of(Finding finding) {
        String where = finding.contextPath().isEmpty() ? "" : " in " + ServerText.clean(finding.contextName());
        return finding.severity() + " " + finding.checkType().label() + where + ": "
                + FindingText.what(finding) + ", "
                + FindingText.siteOrDetail(finding) + ", "
                + FindingText.certainty(finding);
    }
}
