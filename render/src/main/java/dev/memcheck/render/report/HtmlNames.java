package dev.memcheck.render.report;

import dev.memcheck.finding.Finding;
import dev.memcheck.render.words.Mark;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.Verdict;
import java.util.Locale;

/** Names that several parts of the page share: the targets of its links, and the classes of its style sheet. */
final class HtmlNames {
    private HtmlNames() {}

    /** @param session id of the session on the page */
    static String findingId(String session, int number) {
        return session + "-f" + number;
    }

    /** @param session id of the session on the page */
    static String windowId(String session, ReportedWindow window) {
        return session + "-w" + window.number();
    }

    static String markClass(Finding finding) {
        return "mark-" + Mark.of(finding).name().toLowerCase(Locale.ROOT);
    }

    static String verdict(Verdict verdict) {
        return "<span class=\"verdict " + verdict.label() + "\">"
                + verdict.label().replace('_', ' ') + "</span>";
    }
}
