package dev.memcheck.report;

import dev.memcheck.backend.WindowLimits;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.run.Confirmation;
import dev.memcheck.run.KnownFindings;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.WindowReport;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What is known of one window while the session goes on. */
final class WindowNotes {
    private final int number;
    private final OpenWindow window;
    private final SessionName session;
    private final OptionalInt outer;
    private final long startMicros;
    private final List<ReportedStatement> statements = new ArrayList<>();
    private Map<Integer, Finding> findings = new LinkedHashMap<>();
    private ReportedWindow.End end = ReportedWindow.End.OPEN;
    private long endMicros;
    private Optional<SnapshotDiff> diff = Optional.empty();
    private Optional<Confirmation> confirmation = Optional.empty();
    private List<String> notes = List.of();
    private Optional<WindowLimits> limits = Optional.empty();

    /**
     * @param number of the window among all of the text, whatever session opened it
     * @param outer number of the window that it lies in, if it lies in one
     */
    WindowNotes(int number, OpenWindow window, SessionName session, OptionalInt outer, long startMicros) {
        this.number = number;
        this.window = window;
        this.session = session;
        this.outer = outer;
        this.startMicros = startMicros;
    }

    int number() {
        return number;
    }

    /**
     * What its statements leave is all that is known until it is closed.
     *
     * @param kept the statement, or nothing where statements are not kept
     */
    void statementDone(List<ReportedStatement> kept, List<NumberedFinding> left) {
        statements.addAll(kept);
        left.forEach(numbered -> findings.put(numbered.number(), numbered.finding()));
    }

    void closed(WindowReport report, long now) {
        end = ReportedWindow.End.CLOSED;
        endMicros = now;
        diff = report.diff();
        confirmation = report.confirmation();
        notes = report.notes();
        limits = report.limits();
        findings = new LinkedHashMap<>();
        report.findings().forEach(numbered -> findings.put(numbered.number(), numbered.finding()));
    }

    void lost(long now) {
        end = ReportedWindow.End.LOST;
        endMicros = now;
    }

    /** A finding that came to light only after the window had gone. */
    void add(NumberedFinding late) {
        findings.putIfAbsent(late.number(), late.finding());
    }

    /** How many context nodes its trees hold. */
    int weight() {
        return diff.map(trees ->
                        trees.before().nodes().size() + trees.after().nodes().size())
                .orElse(0);
    }

    void forgetTrees() {
        diff = Optional.empty();
    }

    ReportedWindow report(long now, KnownFindings known) {
        long until = end == ReportedWindow.End.OPEN ? now : endMicros;
        List<ReportedFinding> reported = findings.entrySet().stream()
                .map(entry -> new ReportedFinding(entry.getKey(), entry.getValue(), known.reason(entry.getValue())))
                .sorted(Comparator.comparing(ReportedFinding::finding, Finding.WORST_FIRST))
                .toList();
        return new ReportedWindow(
                number,
                session,
                window.options().name().orElse("window " + window.number()),
                outer,
                end,
                startMicros,
                Math.max(0, until - startMicros),
                statements,
                reported,
                diff,
                confirmation,
                notes,
                limits);
    }
}
