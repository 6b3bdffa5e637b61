package dev.memcheck.run;

import dev.memcheck.backend.StatementResult;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.script.Position;
import java.util.List;
import java.util.Optional;

/**
 * One statement that was run.
 *
 * @param number number of the statement within the session, from 1
 * @param position where it stands in the text
 * @param sql its text
 * @param result what the server gave
 * @param inWindow whether a window was open
 * @param diff how the tree changed; empty outside a window and in a failed transaction
 * @param findings what this statement left, with the session's numbers
 * @param repetition the turn, inside a {@code \repeat}
 */
public record StatementReport(
        int number,
        Position position,
        String sql,
        StatementResult result,
        boolean inWindow,
        Optional<SnapshotDiff> diff,
        List<NumberedFinding> findings,
        Repetition repetition) {
    public StatementReport {
        findings = List.copyOf(findings);
    }

    public boolean failed() {
        return result instanceof StatementResult.Failed;
    }
}
