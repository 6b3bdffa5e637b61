package dev.memcheck.shell.batch;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Severity;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.SessionReport;
import dev.memcheck.shell.out.ExitCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What a run of files comes to, in one line. */
public final class RunTotal {
    private RunTotal() {}

    /**
     * {@code 3 files: 2 ok, 1 failed; 6 windows; 5 findings: 1 ERROR, 1 WARNING, 3 INFO, of these 2 known; 12.3 s}.
     *
     * @param results of the files that ran
     * @param time that all took together
     */
    public static String of(List<FileResult> results, Duration time) {
        long good = results.stream()
                .filter(result -> result.code() == ExitCode.GOOD)
                .count();
        List<SessionReport> reports =
                results.stream().flatMap(result -> result.report().stream()).toList();
        long windows =
                reports.stream().mapToLong(report -> report.windows().size()).sum();
        List<ReportedFinding> findings =
                reports.stream().flatMap(report -> report.findings().stream()).toList();
        return AmountWords.counted(results.size(), "file") + ": " + good + " ok, " + (results.size() - good)
                + " failed; " + AmountWords.counted(windows, "window") + "; " + words(findings) + "; "
                + AmountWords.brief(time.toNanos() / 1000);
    }

    private static String words(List<ReportedFinding> findings) {
        if (findings.isEmpty()) {
            return "no findings";
        }
        long known = findings.stream().filter(ReportedFinding::isSuppressed).count();
        return AmountWords.counted(findings.size(), "finding") + ": "
                + Arrays.stream(Severity.values())
                        .sorted(Comparator.reverseOrder())
                        .filter(severity -> count(findings, severity) > 0)
                        .map(severity -> count(findings, severity) + " " + severity)
                        .collect(Collectors.joining(", "))
                + (known > 0 ? ", of these " + known + " known" : "");
    }

    private static long count(List<ReportedFinding> findings, Severity severity) {
        return findings.stream()
                .filter(reported -> reported.finding().severity() == severity)
                .count();
    }
}
