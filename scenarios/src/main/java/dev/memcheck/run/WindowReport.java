package dev.memcheck.run;

import dev.memcheck.backend.WindowLimits;
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
 * @param failed how many of them the server refused
 * @param findings what it found, with the session's numbers
 * @param diff how the tree changed from {@code begin} to {@code end}, if both ends could be seen
 * @param confirmation how repeating it went, if it was repeated
 * @param session whose backend it was open on
 * @param notes what who reads the findings must know of how they were looked for, a sentence each
 * @param limits what it was not to report; empty where the server does not say
 * @param closedAt where its {@code end} stands, or its {@code \scenario}; empty if the end of the text closed it
 */
public record WindowReport(
        OpenWindow window,
        int statements,
        int failed,
        List<NumberedFinding> findings,
        Optional<SnapshotDiff> diff,
        Optional<Confirmation> confirmation,
        SessionName session,
        List<String> notes,
        Optional<WindowLimits> limits,
        Optional<Position> closedAt) {
    public WindowReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Whether a repeat could make something certain. */
    public boolean hasUnconfirmed() {
        return findings.stream().anyMatch(numbered -> !numbered.finding().confirmed());
    }
}
