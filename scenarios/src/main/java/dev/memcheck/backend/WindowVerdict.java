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
 * @param error the server's refusal, in which case the window is still open
 */
public record WindowVerdict(List<Finding> findings, List<SqlError> warnings, Optional<SqlError> error) {
    public WindowVerdict {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(error);
    }

    public static WindowVerdict of(List<Finding> findings) {
        return new WindowVerdict(findings, List.of(), Optional.empty());
    }

    public static WindowVerdict refused(SqlError error) {
        return new WindowVerdict(List.of(), List.of(), Optional.of(error));
    }
}
