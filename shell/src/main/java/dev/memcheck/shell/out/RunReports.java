package dev.memcheck.shell.out;

import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.WallClock;
import dev.memcheck.run.RunOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Puts the reports of sessions together with what is the same for all of them. */
public final class RunReports {
    private RunReports() {}

    public static RunReport of(RunOptions options, List<SessionReport> sessions) {
        Instant startedAt = sessions.isEmpty()
                ? WallClock.startedNow().instant().truncatedTo(ChronoUnit.MILLIS)
                : sessions.get(0).startedAt();
        return new RunReport(
                VersionText.version(), startedAt, Path.of("").toAbsolutePath(), options.failOn(), sessions);
    }
}
