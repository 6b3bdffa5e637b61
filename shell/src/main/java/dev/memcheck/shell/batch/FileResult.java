package dev.memcheck.shell.batch;

import dev.memcheck.capture.SessionCapture;
import dev.memcheck.report.SessionReport;
import dev.memcheck.shell.out.ExitCode;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one file.
 *
 * @param code how it ended
 * @param report what reports have of it, if there was something to report
 * @param capture its trees, if they are kept
 */
public record FileResult(ExitCode code, Optional<SessionReport> report, Optional<SessionCapture> capture) {
    /** Of a file that leaves nothing but its exit code. */
    static FileResult of(ExitCode code) {
        return new FileResult(code, Optional.empty(), Optional.empty());
    }

    public FileResult {
        Objects.requireNonNull(code);
        Objects.requireNonNull(report);
        Objects.requireNonNull(capture);
    }
}
