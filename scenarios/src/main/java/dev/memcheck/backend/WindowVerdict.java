package dev.memcheck.backend;

import dev.memcheck.finding.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What {@code end} gave.
 *
 * @param findings what was found, worst first
 * @param error the server's refusal, in which case the window is still open
 */
public record WindowVerdict(List<Finding> findings, Optional<SqlError> error) {
    public WindowVerdict {
        findings = List.copyOf(findings);
    }
}
