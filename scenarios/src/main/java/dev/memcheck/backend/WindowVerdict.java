package dev.memcheck.backend;

import dev.memcheck.finding.Finding;
import dev.memcheck.sql.SqlError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code end} gave.
 *
 * @param findings what was found, worst first
 * @param warnings what the server has to say of it, such as that memory ran out while it looked
 * @param limits what the window was not to report; empty where the server does not say
 * @param error the server's refusal, in which case the window is still open
 */
public record WindowVerdict(
        List<Finding> findings, List<SqlError> warnings, Optional<WindowLimits> limits, Optional<SqlError> error) {
    public WindowVerdict {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(error);
    }

    public static WindowVerdict of(List<Finding> findings) {
        return new WindowVerdict(findings, List.of(), Optional.empty(), Optional.empty());
    }

    public WindowVerdict limitedBy(Optional<WindowLimits> other) {
        return new WindowVerdict(findings, warnings, other, error);
    }

    public static WindowVerdict refused(SqlError error) {
        return new WindowVerdict(List.of(), List.of(), Optional.empty(), Optional.of(error));
    }
}
