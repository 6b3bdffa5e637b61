package dev.memcheck.render.report;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One test case: a window, or what a session did outside of windows.
 *
 * @param name of the case
 * @param durationMicros how long it took, in microseconds
 * @param result how it ended
 * @param type the first reason's kind; empty if it passed
 * @param message the first reason in one line; empty if it passed
 * @param text all reasons with their findings; may be of many lines
 */
record JUnitCase(String name, long durationMicros, Result result, String type, String message, String text) {
    /** How a case ended. The element of a case may hold one of these, and no more. */
    enum Result {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED;

        String element() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String OUTSIDE = "outside windows";

    /** A case for each window, and one for what is about none. */
    static List<JUnitCase> of(SessionReport session) {
        List<JUnitCase> cases = new ArrayList<>();
        Set<Integer> failing = session.failing();
        Map<Integer, List<ReportedFailure>> failures = session.failuresByWindow();
        for (ReportedWindow window : session.windows()) {
            if (window.end() == ReportedWindow.End.LOST && session.verdict() == Verdict.NO_BACKEND) {
                cases.add(new JUnitCase(
                        window.title(),
                        window.durationMicros(),
                        Result.SKIPPED,
                        "",
                        "its backend was lost before it was judged",
                        ""));
                continue;
            }
            cases.add(of(
                    window.title(),
                    window.durationMicros(),
                    failures.getOrDefault(window.number(), List.of()),
                    counting(failing, window.findings()),
                    window.notes()));
        }
        long outside = session.statements().stream()
                .mapToLong(statement -> statement.durationMicros())
                .sum();
        JUnitCase last = of(
                OUTSIDE,
                outside,
                session.failuresOutsideWindows(),
                counting(failing, session.findingsOutsideWindows()),
                List.of());
        boolean cutShort = session.verdict() == Verdict.UNFINISHED && last.result() == Result.PASSED;
        cases.add(cutShort ? new JUnitCase(OUTSIDE, outside, Result.SKIPPED, "", "stopped before its end", "") : last);
        return toldApart(cases);
    }

    /** Makes the names differ: CI systems take two cases of one name for one, and show only the last. */
    private static List<JUnitCase> toldApart(List<JUnitCase> cases) {
        Set<String> names = new HashSet<>();
        List<JUnitCase> apart = new ArrayList<>();
        for (JUnitCase one : cases) {
            String name = one.name();
            for (int turn = 2; !names.add(name); turn++) {
                name = one.name() + " (" + turn + ")";
            }
            apart.add(new JUnitCase(name, one.durationMicros(), one.result(), one.type(), one.message(), one.text()));
        }
        return apart;
    }

    /** The findings that are a failure by themselves. */
    private static List<ReportedFinding> counting(Set<Integer> failing, List<ReportedFinding> findings) {
        return findings.stream()
                .filter(finding -> failing.contains(finding.number()))
                .sorted(ReportedFinding.WORST_FIRST)
                .toList();
    }

    private static JUnitCase of(
            String name,
            long durationMicros,
            List<ReportedFailure> failures,
            List<ReportedFinding> findings,
            List<String> notes) {
        if (failures.isEmpty() && findings.isEmpty()) {
            return new JUnitCase(name, durationMicros, Result.PASSED, "", "", "");
        }
        boolean lost = failures.stream().anyMatch(failure -> failure.failure().kind() == Failure.Kind.BACKEND_LOST);
        List<String> messages = new ArrayList<>();
        failures.forEach(failure -> messages.add(describe(failure.failure())));
        findings.forEach(finding -> messages.add(describe(finding)));
        notes.forEach(note -> messages.add("note: " + note));
        String type = failures.isEmpty()
                ? findings.get(0).finding().checkType().label()
                : FailureKinds.label(failures.get(0).failure().kind());
        String text = String.join("\n", messages)
                + findings.stream().map(JUnitCase::story).collect(Collectors.joining());
        return new JUnitCase(name, durationMicros, lost ? Result.ERROR : Result.FAILURE, type, messages.get(0), text);
    }

    private static String describe(Failure failure) {
        return failure.position().map(position -> position + ": ").orElse("") + failure.text();
    }

    private static String describe(ReportedFinding finding) {
        return "finding " + finding.number() + ": " + FindingLine.of(finding.finding());
    }

    private static String story(ReportedFinding finding) {
        return new FindingStory(Glyphs.unicode())
                .lines(finding.number(), finding.finding()).stream()
                        .map(StyledLine::text)
                        .collect(Collectors.joining("\n", "\n\n", ""));
    }
}
