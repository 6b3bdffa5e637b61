package dev.memcheck.capture;

import dev.memcheck.report.SessionReport;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.session.SessionName;
import java.util.List;
import java.util.Objects;

/**
 * One session of a captured run.
 *
 * @param report what reports have of it
 * @param timeline its statements in windows, each with the trees around it
 */
public record CapturedSession(SessionReport report, Timeline timeline) {
    public CapturedSession {
        Objects.requireNonNull(report);
        Objects.requireNonNull(timeline);
    }

    /** Every defect it saw, once each. */
    public List<NumberedFinding> findings() {
        return report.findings().stream()
                .map(finding -> new NumberedFinding(finding.number(), finding.finding(), SessionName.DEFAULT))
                .toList();
    }
}
