package dev.memcheck.render.words;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Provenance;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.run.FindingWords;
import java.util.List;
import java.util.Optional;

/** Parts of a finding in words. */
public final class FindingText {
    private static final String SERVER = "postgres";

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
        String detail = finding.detail().isEmpty() ? "who allocated is not known" : ServerText.clean(finding.detail());
        return detail + asked(finding).map(who -> ", " + who).orElse("");
    }

    /**
     * For whom the server allocated what is its own: {@code by BlessTupleDesc for my_fn (my_ext) at my_ext.c:12}. Empty where
     * nobody called the server from outside.
     */
    private static Optional<String> asked(Finding finding) {
        if (finding.provenance() != Provenance.SERVER) {
            return Optional.empty();
        }
        // What is outside of main() is the C library's.
        List<Frame> frames = Frame.withoutObserver(finding.site().stack()).stream()
                .takeWhile(frame -> !(isServers(frame) && frame.function().equals("main")))
                .toList();
        int inside = (int) frames.stream().takeWhile(FindingText::isServers).count();
        return inside == 0 || inside == frames.size()
                ? Optional.empty()
                : Optional.of("by " + ServerText.clean(frames.get(inside - 1).function()) + " for "
                        + ServerText.clean(frames.get(inside).toString()));
    }

    private static boolean isServers(Frame frame) {
        return frame.library().filter(SERVER::equals).isPresent();
    }

    /** The names from the root to the context, and its ident; empty where no context is concerned. */
    public static String where(Finding finding, Glyphs glyphs) {
        String path = String.join(glyphs.into(), finding.contextPath());
        String ident = finding.contextIdent().isEmpty() ? "" : " \"" + finding.contextIdent() + "\"";
        return ServerText.clean(path + ident);
    }
}
