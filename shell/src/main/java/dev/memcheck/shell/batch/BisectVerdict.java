package dev.memcheck.shell.batch;

import dev.memcheck.run.Failure;
import dev.memcheck.shell.out.ExitCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What git is told of a commit. */
public final class BisectVerdict {
    private BisectVerdict() {}

    /**
     * A finding that was not wanted is a verdict whatever else went wrong. Any other expectation may only fail because a statement did.
     *
     * @param worst that came of any file
     * @param failures of all files
     */
    public static ExitCode of(ExitCode worst, List<Failure> failures) {
        if (worst == ExitCode.GOOD || worst == ExitCode.INTERRUPTED) {
            return worst;
        }
        Set<Failure.Kind> kinds = failures.stream()
                .map(Failure::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Failure.Kind.class)));
        if (kinds.contains(Failure.Kind.FINDING)
                || kinds.contains(Failure.Kind.BACKEND_LOST)
                || failures.stream().anyMatch(Failure::unwanted)) {
            return ExitCode.FAILED;
        }
        return kinds.equals(EnumSet.of(Failure.Kind.EXPECTATION)) ? ExitCode.FAILED : ExitCode.NO_VERDICT;
    }
}
