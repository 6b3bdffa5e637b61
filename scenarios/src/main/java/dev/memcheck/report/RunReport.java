package dev.memcheck.report;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Everything that a run of memcheck has to tell.
 *
 * @param version of memcheck
 * @param startedAt when it began
 * @param directory the absolute directory it was started in, which relative names are relative to
 * @param failOn findings from this severity on are not clean
 * @param sources directories that source may be in, besides that one
 * @param sessions in the order in which they were given
 */
public record RunReport(
        String version,
        Instant startedAt,
        Path directory,
        Severity failOn,
        List<Path> sources,
        List<SessionReport> sessions) {
    public RunReport {
        Objects.requireNonNull(version);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(failOn);
        sources = List.copyOf(sources);
        sessions = List.copyOf(sessions);
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("the directory of a run is absolute, not " + directory);
        }
    }

    /** One whose source is looked for in its directory alone. */
    public RunReport(String version, Instant startedAt, Path directory, Severity failOn, List<SessionReport> sessions) {
        this(version, startedAt, directory, failOn, List.of(), sessions);
    }

    /** The same, with source that may be in these directories, too. */
    public RunReport withSources(List<Path> directories) {
        return new RunReport(version, startedAt, directory, failOn, directories, sessions);
    }

    /** That of the session that ended worst. */
    public Verdict verdict() {
        return sessions.stream()
                .map(SessionReport::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.PASSED);
    }

    /** What all sessions still held at their ends, each byte once. */
    public List<Finding> retained() {
        return sessions.stream().flatMap(session -> session.retained().stream()).toList();
    }
}
