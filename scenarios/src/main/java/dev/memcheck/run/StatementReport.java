package dev.memcheck.run;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.script.Position;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One statement that was run.
 *
 * @param number number of the statement within the session, from 1
 * @param position where it stands in the text
 * @param sql its text
 * @param result what the server gave
 * @param inWindow whether a window was open
 * @param diff how the tree changed; empty outside a window and in a failed transaction
 * @param peakBytes most bytes of all contexts seen inside it or at its ends; empty if nobody looked inside
 * @param findings what this statement left, with the session's numbers
 * @param repetition the turn, inside a {@code \repeat}
 * @param session whose backend ran it
 */
public record StatementReport(
        int number,
        Position position,
        String sql,
        StatementResult result,
        boolean inWindow,
        Optional<SnapshotDiff> diff,
        OptionalLong peakBytes,
        List<NumberedFinding> findings,
        Repetition repetition,
        SessionName session) {
    public StatementReport {
        findings = List.copyOf(findings);
    }

    /** A statement that ran while nobody looked at the tree. */
    static StatementReport unwatched(
            int number,
            Position position,
            String sql,
            StatementResult result,
            Repetition repetition,
            SessionName session) {
        return new StatementReport(
                number,
                position,
                sql,
                result,
                false,
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                repetition,
                session);
    }

    /** Bytes that the contexts had at most beyond what they had before; empty if nobody looked inside. */
    public OptionalLong peakGrowth() {
        return diff.isPresent() && peakBytes.isPresent()
                ? OptionalLong.of(peakBytes.getAsLong() - diff.get().before().totalBytes())
                : OptionalLong.empty();
    }

    public boolean failed() {
        return result instanceof StatementResult.Failed;
    }
}
