package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The findings of all sessions, each once: those that are new, and apart from them what an expectation or a baseline knows.
 * The one order of what people read.
 *
 * @param news the worst first
 * @param known the worst first
 */
record FindingsOfRun(RunReport run, List<Entry> news, List<Entry> known) {
    /**
     * A finding of one of the sessions.
     *
     * @param place of its session in the run, from 1
     * @param apart why it does not count, in a few words; empty if it does
     */
    record Entry(SessionReport session, int place, ReportedFinding reported, Optional<String> apart) {
        Finding finding() {
            return reported.finding();
        }
    }

    static FindingsOfRun of(RunReport run) {
        List<Entry> news = new ArrayList<>();
        List<Entry> known = new ArrayList<>();
        for (int at = 0; at < run.sessions().size(); at++) {
            SessionReport session = run.sessions().get(at);
            Set<Integer> expected = session.expected(run.failOn());
            for (ReportedFinding finding : session.findings()) {
                Optional<String> apart = finding.suppression()
                        .map(reason -> "suppressed: " + reason)
                        .or(() -> expected.contains(finding.number())
                                ? Optional.of("expected by the session")
                                : Optional.empty());
                (apart.isPresent() ? known : news).add(new Entry(session, at + 1, finding, apart));
            }
        }
        Comparator<Entry> worst = Comparator.comparing(Entry::finding, Finding.WORST_FIRST);
        news.sort(worst);
        known.sort(worst);
        return new FindingsOfRun(run, List.copyOf(news), List.copyOf(known));
    }

    int count() {
        return news.size() + known.size();
    }

    /** As the prompt counts them: certain and not. */
    String total() {
        if (news.isEmpty()) {
            return known.isEmpty() ? "None." : "None that is new.";
        }
        long confirmed =
                news.stream().filter(entry -> entry.finding().confirmed()).count();
        long counting = news.stream()
                .filter(entry -> entry.reported().counts(run.failOn()))
                .count();
        String apart = known.isEmpty() ? "" : ", " + known.size() + " expected or known";
        return AmountWords.counted(count(), "finding") + ": " + confirmed + " confirmed, " + (news.size() - confirmed)
                + " unconfirmed" + apart + "; " + counting + " new of " + run.failOn() + " or above";
    }
}
