package dev.memcheck.shell;

import dev.memcheck.report.SessionReport;
import java.util.List;
import java.util.Objects;

/**
 * What came of one file.
 *
 * @param code how it ended
 * @param reports what reports have of it
 */
record FileResult(ExitCode code, List<SessionReport> reports) {
    FileResult {
        Objects.requireNonNull(code);
        reports = List.copyOf(reports);
    }
}
