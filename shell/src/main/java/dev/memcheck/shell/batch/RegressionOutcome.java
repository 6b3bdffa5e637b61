package dev.memcheck.shell.batch;

import dev.memcheck.backend.cluster.RegressionRun;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import dev.memcheck.render.table.FileFinding;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.report.SessionReport;
import dev.memcheck.run.KnownFindings;
import dev.memcheck.shell.out.ExitCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of a suite of regression files. A file fails by its findings, by a backend that was lost, and where nothing was
 * looked at. All of them fail where none of them had the extension in its backend.
 */
public final class RegressionOutcome {
    /**
     * @param start when the file was begun
     * @param bad the findings that fail it
     */
    private record File(String test, RegressionRun run, Instant start, List<Finding> bad) {
        File {
            bad = List.copyOf(bad);
        }
    }

    private final RegressionSuite suite;
    private final Severity failOn;
    private final boolean strict;
    private final KnownFindings known;
    private final List<File> files = new ArrayList<>();

    /**
     * @param strict whether output that is not as expected fails its file
     * @param known findings that fail none
     */
    public RegressionOutcome(RegressionSuite suite, Severity failOn, boolean strict, KnownFindings known) {
        this.suite = suite;
        this.failOn = failOn;
        this.strict = strict;
        this.known = known;
    }

    /** @return whether the file gives no reason to fail by itself */
    public boolean add(String test, RegressionRun run, Instant start) {
        List<Finding> bad = run.findings().stream()
                .filter(finding -> finding.severity().atLeast(failOn) && !known.excuses(finding))
                .toList();
        files.add(new File(test, run, start, bad));
        return bad.isEmpty()
                && run.loss().isEmpty()
                && run.nothingLookedAt().isEmpty()
                && !(strict && run.difference().isPresent());
    }

    /** The findings that fail, with their files. */
    public List<FileFinding> bad() {
        return files.stream()
                .flatMap(file -> file.bad().stream().map(finding -> new FileFinding(file.test(), finding)))
                .toList();
    }

    /** How many findings would fail, if they were not known. */
    public int excused() {
        return files.stream()
                .mapToInt(file -> (int) file.run().findings().stream()
                                .filter(finding -> finding.severity().atLeast(failOn))
                                .count()
                        - file.bad().size())
                .sum();
    }

    /** Other reasons to fail, a line each. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (File file : files) {
            file.run()
                    .loss()
                    .or(() -> file.run().nothingLookedAt())
                    .or(() -> difference(file))
                    .ifPresent(why -> faults.add(line(file.test(), why)));
        }
        everywhereAbsent().ifPresent(faults::add);
        return faults;
    }

    /** What the user should know, but is no reason to fail. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.addAll(suite.notes());
        if (!suite.missing().isEmpty()) {
            notes.add("named in REGRESS, but not in sql: " + String.join(" ", suite.missing()));
        }
        if (!strict) {
            List<File> differing = files.stream()
                    .filter(file -> file.run().difference().isPresent())
                    .toList();
            if (!differing.isEmpty()) {
                notes.add("not as expected: "
                        + String.join(
                                " ",
                                differing.stream().map(File::test).distinct().toList())
                        + "; --expected makes them fail, and says where each differs. The first does "
                        + line("", differing.get(0).run().difference().get()).substring(": ".length()));
            }
        }
        List<String> without = files.stream()
                .filter(RegressionOutcome::isAbsent)
                .filter(file -> file.run().nothingLookedAt().isEmpty())
                .map(File::test)
                .toList();
        if (!without.isEmpty() && everywhereAbsent().isEmpty()) {
            notes.add(suite.subject().words() + " was not loaded in: " + String.join(" ", without));
        }
        return notes;
    }

    private Optional<String> difference(File file) {
        return strict ? file.run().difference().map(where -> "its output differs " + where) : Optional.empty();
    }

    /** How many files were run. */
    public int size() {
        return files.size();
    }

    /** Forgets all files. */
    public void clear() {
        files.clear();
    }

    public int count(Severity severity) {
        return (int) files.stream()
                .flatMap(file -> file.run().findings().stream())
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    public ExitCode code() {
        boolean lost = files.stream().anyMatch(file -> file.run().loss().isPresent());
        ExitCode code = bad().isEmpty() && faults().isEmpty() ? ExitCode.GOOD : ExitCode.FAILED;
        return lost ? code.or(ExitCode.NO_BACKEND) : code;
    }

    /** What a report has of each file: a session with one window. */
    public List<SessionReport> reports() {
        Optional<String> everywhere = everywhereAbsent();
        return files.stream()
                .map(file -> RegressionReport.of(
                        file.test(),
                        file.run(),
                        file.start(),
                        failOn,
                        known,
                        file.run().nothingLookedAt().or(() -> isAbsent(file) ? everywhere : Optional.empty()),
                        difference(file)))
                .toList();
    }

    /** Why no file of them looked at anything, if none did. A file for which that is not known is taken to have had it. */
    private Optional<String> everywhereAbsent() {
        boolean unsure = files.stream()
                .anyMatch(file -> file.run().subjectSeen().isEmpty()
                        || file.run().subjectSeen().get());
        return files.isEmpty() || unsure
                ? Optional.empty()
                : Optional.of(suite.subject().words() + " was not loaded in any test, so nothing was looked at: is it"
                        + " installed, created or loaded?");
    }

    private static boolean isAbsent(File file) {
        return file.run().subjectSeen().filter(seen -> !seen).isPresent();
    }

    private static String line(String test, String why) {
        return test + ": " + String.join("; ", ServerText.lines(why));
    }
}
