package dev.memcheck.run;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.script.Position;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import java.util.List;
import java.util.Optional;

/**
 * The verdict of a window.
 *
 * @param window the window
 * @param statements how many statements ran in it
 * @param findings what it found, with the session's numbers
 * @param diff how the tree changed from {@code begin} to {@code end}, if both ends could be seen
 * @param confirmation how repeating it went, if it was repeated
 * @param session whose backend it was open on
 * @param closedAt where its {@code end} stands, or its {@code \scenario}; empty if the end of the text closed it
 */
public record WindowReport(
        OpenWindow window,
        int statements,
        List<NumberedFinding> findings,
        Optional<SnapshotDiff> diff,
        Optional<Confirmation> confirmation,
        SessionName session,
        Optional<Position> closedAt) {
    public WindowReport {
        findings = List.copyOf(findings);
    }

    /** Whether a repeat could make something certain. */
    public boolean hasUnconfirmed() {
        return findings.stream().anyMatch(numbered -> !numbered.finding().confirmed());
    }
}
