package dev.memcheck.report;

import dev.memcheck.script.Position;
import dev.memcheck.snapshot.MemoryTotals;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One statement that was run. Times are in microseconds.
 *
 * @param number of the statement within the session, from 1
 * @param position where it stands in the text, if that is known
 * @param sql its text; raw
 * @param startMicros since the session began
 * @param durationMicros as the client saw it
 * @param error severity, SQLSTATE and message if the server refused it, or how the backend was lost; raw server text
 * @param retainedBytes bytes more than before in contexts as old as the backend, if it was looked at
 * @param peakBytes the most it held at one time above what was there before it, if that was seen
 * @param findings the numbers of the findings it left
 * @param memory what the process had afterwards, if it was looked at
 */
public record ReportedStatement(
        int number,
        Optional<Position> position,
        String sql,
        long startMicros,
        long durationMicros,
        Optional<String> error,
        OptionalLong retainedBytes,
        OptionalLong peakBytes,
        List<Integer> findings,
        Optional<MemoryTotals> memory) {
    public ReportedStatement {
        Objects.requireNonNull(position);
        Objects.requireNonNull(sql);
        Objects.requireNonNull(error);
        Objects.requireNonNull(retainedBytes);
        Objects.requireNonNull(peakBytes);
        Objects.requireNonNull(memory);
        findings = List.copyOf(findings);
    }

    /** One after which nobody looked at the process. */
    public ReportedStatement(
            int number,
            Optional<Position> position,
            String sql,
            long startMicros,
            long durationMicros,
            Optional<String> error,
            OptionalLong retainedBytes,
            OptionalLong peakBytes,
            List<Integer> findings) {
        this(
                number,
                position,
                sql,
                startMicros,
                durationMicros,
                error,
                retainedBytes,
                peakBytes,
                findings,
                Optional.empty());
    }
}
