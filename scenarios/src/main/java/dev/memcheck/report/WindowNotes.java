package dev.memcheck.report;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.run.Confirmation;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.WindowReport;
import dev.memcheck.session.OpenWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What is known of one window while the session goes on. */
final class WindowNotes {
    private final OpenWindow window;
    private final OptionalInt outer;
    private final long startMicros;
    private final List<ReportedStatement> statements = new ArrayList<>();
    private Map<Integer, Finding> findings = new LinkedHashMap<>();
    private ReportedWindow.End end = ReportedWindow.End.OPEN;
    private long endMicros;
    private Optional<SnapshotDiff> diff = Optional.empty();
    private Optional<Confirmation> confirmation = Optional.empty();

    WindowNotes(OpenWindow window, OptionalInt outer, long startMicros) {
        this.window = window;
        this.outer = outer;
        this.startMicros = startMicros;
    }

    int number() {
        return window.number();
    }

    /** What its statements leave is all that is known until it is closed. */
    void statementDone(ReportedStatement statement, List<NumberedFinding> left) {
        statements.add(statement);
        left.forEach(numbered -> findings.put(numbered.number(), numbered.finding()));
    }

    void closed(WindowReport report, long now) {
        end = ReportedWindow.End.CLOSED;
        endMicros = now;
        diff = report.diff();
        confirmation = report.confirmation();
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

    ReportedWindow report(long now) {
        long until = end == ReportedWindow.End.OPEN ? now : endMicros;
        List<ReportedFinding> reported = findings.entrySet().stream()
                .map(entry -> new ReportedFinding(entry.getKey(), entry.getValue(), Optional.empty()))
                .sorted(Comparator.comparing(ReportedFinding::finding, Finding.WORST_FIRST))
                .toList();
        return new ReportedWindow(
                number(),
                window.options().name().orElse("window " + number()),
                outer,
                end,
                startMicros,
                Math.max(0, until - startMicros),
                statements,
                reported,
                diff,
                confirmation);
    }
}
