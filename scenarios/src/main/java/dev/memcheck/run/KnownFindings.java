package dev.memcheck.run;

import dev.memcheck.finding.Finding;
import dev.memcheck.script.BaselineEntry;
import dev.memcheck.script.BaselineFile;
import java.time.LocalDate;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The findings that a baseline knows, and that therefore do not count. Safe for use by several threads: the files of a
 * run share one.
 */
public final class KnownFindings {
    private static final int SHOWN_OF_STATEMENT = 60;

    private final BaselineFile baseline;
    private final Optional<LocalDate> recordedOn;

    /** By identity: two lines may be equal, and the second one is of no use. */
    private final Set<BaselineEntry> used = Collections.newSetFromMap(new IdentityHashMap<>());

    private final BaselineIndex known = new BaselineIndex();
    private final BaselineIndex added = new BaselineIndex();

    private KnownFindings(BaselineFile baseline, Optional<LocalDate> recordedOn) {
        this.baseline = baseline;
        this.recordedOn = recordedOn;
        baseline.lines().forEach(line -> known.add(line.entry()));
    }

    /** None is known. */
    public static KnownFindings none() {
        return of(BaselineFile.empty());
    }

    /** Those of a baseline. */
    public static KnownFindings of(BaselineFile baseline) {
        return new KnownFindings(baseline, Optional.empty());
    }

    /**
     * Those of a baseline; what would count besides becomes known.
     *
     * @param today the date of what is added
     */
    public static KnownFindings recording(BaselineFile baseline, LocalDate today) {
        return new KnownFindings(baseline, Optional.of(today));
    }

    /** Why a finding does not count; empty if it does. */
    public synchronized Optional<String> reason(Finding finding) {
        Optional<BaselineEntry> line = known.find(finding);
        line.ifPresent(used::add);
        return line.or(() -> added.find(finding)).map(entry -> entry.reason() + " (since " + entry.since() + ")");
    }

    /** Whether a finding that would fail the session is known, or becomes so because what fails is recorded. */
    public synchronized boolean excuses(Finding finding) {
        if (reason(finding).isPresent()) {
            return true;
        }
        recordedOn.ifPresent(today -> added.add(BaselineEntry.of(finding, today, unreviewed(finding))));
        return recordedOn.isPresent();
    }

    /** The entries of the baseline that no finding was known by. */
    public synchronized List<BaselineFile.Line> unused() {
        return baseline.lines().stream()
                .filter(line -> !used.contains(line.entry()))
                .toList();
    }

    /** What became known, in an order that does not depend on that of the files. */
    public synchronized List<BaselineEntry> added() {
        return added.entries().stream()
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
    }

    /** A person is to put the reason in this place; until then it says where to look. */
    private static String unreviewed(Finding finding) {
        String statement = finding.statement().strip();
        String shown = statement.length() > SHOWN_OF_STATEMENT
                ? statement.substring(0, SHOWN_OF_STATEMENT) + "..."
                : statement;
        return "not reviewed" + (shown.isEmpty() ? "" : "; left by " + shown);
    }
}
