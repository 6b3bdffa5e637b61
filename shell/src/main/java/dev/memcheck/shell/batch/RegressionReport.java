package dev.memcheck.shell.batch;

import dev.memcheck.backend.cluster.RegressionRun;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Failure;
import dev.memcheck.run.FindingWords;
import dev.memcheck.run.KnownFindings;
import dev.memcheck.session.SessionName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a report has of a regression file. psql ran its statements, so they are not in it one by one. */
final class RegressionReport {
    private RegressionReport() {}

    /**
     * @param known findings that fail nothing
     * @param nothingLookedAt why "no findings" says nothing, if it does not
     * @param difference where its output differs, if that fails it
     */
    static SessionReport of(
            String test,
            RegressionRun run,
            Instant start,
            Severity failOn,
            KnownFindings known,
            Optional<String> nothingLookedAt,
            Optional<String> difference) {
        List<ReportedFinding> findings = new ArrayList<>();
        List<ReportedFailure> failures = new ArrayList<>();
        for (Finding finding : run.findings()) {
            int number = findings.size() + 1;
            ReportedFinding reported = new ReportedFinding(number, finding, known.reason(finding));
            findings.add(reported);
            if (reported.counts(failOn)) {
                failures.add(new ReportedFailure(
                        new Failure(
                                Failure.Kind.FINDING,
                                Optional.empty(),
                                "finding " + number + ": " + FindingWords.of(finding),
                                OptionalInt.of(number)),
                        OptionalInt.empty()));
            }
        }
        OptionalInt window = OptionalInt.of(1);
        nothingLookedAt.ifPresent(why -> failures.add(
                new ReportedFailure(new Failure(Failure.Kind.NOT_LOOKED_AT, Optional.empty(), why), window)));
        difference.ifPresent(where -> failures.add(
                new ReportedFailure(new Failure(Failure.Kind.EXPECTATION, Optional.empty(), where), window)));
        run.loss()
                .ifPresent(how -> failures.add(new ReportedFailure(
                        new Failure(Failure.Kind.BACKEND_LOST, Optional.empty(), how), OptionalInt.empty())));
        Verdict verdict = failures.isEmpty() ? Verdict.PASSED : Verdict.FAILED;
        return new SessionReport(
                file(test),
                run.loss().isPresent() ? Verdict.NO_BACKEND : verdict,
                start.truncatedTo(ChronoUnit.MILLIS),
                run.durationMicros(),
                Optional.empty(),
                List.of(),
                List.of(window(test, run, findings)),
                findings,
                0,
                failures);
    }

    private static String file(String test) {
        if (test.startsWith(CommandRunner.MARK)) {
            return test.substring(CommandRunner.MARK.length());
        }
        return test.startsWith(RegressionSuite.ISOLATION_MARK)
                ? "specs/" + test.substring(RegressionSuite.ISOLATION_MARK.length()) + ".spec"
                : "sql/" + test + ".sql";
    }

    private static ReportedWindow window(String test, RegressionRun run, List<ReportedFinding> findings) {
        return new ReportedWindow(
                1,
                SessionName.DEFAULT,
                test,
                OptionalInt.empty(),
                run.loss().isPresent() ? ReportedWindow.End.LOST : ReportedWindow.End.CLOSED,
                0,
                run.durationMicros(),
                List.of(),
                findings,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
