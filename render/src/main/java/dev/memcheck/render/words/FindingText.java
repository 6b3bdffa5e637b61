package dev.memcheck.render.words;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.run.FindingWords;

/** Parts of a finding in words. */
public final class FindingText {
    private FindingText() {}

    /** {@code 128 bytes in 1 chunk}, as failures have it, too. */
    public static String amount(Finding finding) {
        return FindingWords.amount(finding);
    }

    /** The amount, or the extension's own sentence where an amount would tell little, as of a crash. */
    public static String what(Finding finding) {
        if (!isToldBySentence(finding)) {
            return amount(finding);
        }
        String times = finding.count() > 1 ? ", " + finding.count() + " times" : "";
        return ServerText.clean(finding.detail()) + times;
    }

    private static boolean isToldBySentence(Finding finding) {
        return finding.checkType().told() == CheckType.Told.BY_DETAIL
                && !finding.detail().isEmpty();
    }

    /** {@code confirmed} or {@code unconfirmed}. */
    public static String certainty(Finding finding) {
        return finding.confirmed() ? "confirmed" : "unconfirmed";
    }

    /** Who allocated, and for whom; empty if that is not known. */
    public static String site(Finding finding) {
        return ServerText.clean(finding.owner());
    }

    /** The same, or else the extension's own sentence, which names the object, where {@link #what} does not say it; never empty. */
    public static String siteOrDetail(Finding finding) {
        String site = site(finding);
        if (!site.isEmpty()) {
            return site;
        }
        if (isToldBySentence(finding)) {
            return "in a function that is not known";
        }
        return finding.detail().isEmpty() ? "who allocated is not known" : ServerText.clean(finding.detail());
    }

    /** The names from the root to the context, and its ident; empty where no context is concerned. */
    public static String where(Finding finding, Glyphs glyphs) {
        String path = String.join(glyphs.into(), finding.contextPath());
        String ident = finding.contextIdent().isEmpty() ? "" : " \"" + finding.contextIdent() + "\"";
        return ServerText.clean(path + ident);
    }
}
