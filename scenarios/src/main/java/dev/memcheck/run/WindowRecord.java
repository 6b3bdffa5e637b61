package dev.memcheck.run;

import dev.memcheck.backend.WindowLimits;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.script.Position;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.FirstWord;
import dev.memcheck.sql.TransactionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What happened in one window: enough to judge it, to compare its two ends, and to run it again. */
final class WindowRecord {
    /** A window that took longer is not run again just to look into its statements. */
    private static final Duration LONGEST_TO_FOLLOW = Duration.ofSeconds(5);

    /** So begin statements that change no tables, unless they have one of the other words. */
    private static final Set<String> READING =
            Set.of("select", "values", "table", "with", "show", "set", "begin", "start", "commit", "rollback");

    private static final Pattern WRITING = Pattern.compile("(?i)\\b(?:insert|update|delete|merge|into)\\b");

    private final OpenWindow window;
    private final Position openedAt;
    private final TransactionState transactionBefore;
    private final Optional<Snapshot> opening;
    private final long openedNanos = System.nanoTime();
    private final List<WindowStep> steps = new ArrayList<>();
    private final WindowFigures figures = new WindowFigures();
    private Optional<Snapshot> closing = Optional.empty();
    private List<Finding> findings = List.of();
    private TransactionState transactionAfter;
    private Position closedAt;
    private List<String> warnings = List.of();
    private Optional<WindowLimits> limits = Optional.empty();
    private Optional<Undecided> undecided = Optional.empty();
    private Duration took = Duration.ZERO;

    WindowRecord(OpenWindow window, Position openedAt, TransactionState transactionBefore, Optional<Snapshot> opening) {
        this.window = window;
        this.openedAt = openedAt;
        this.transactionBefore = transactionBefore;
        this.transactionAfter = transactionBefore;
        this.closedAt = openedAt;
        this.opening = opening;
    }

    OpenWindow window() {
        return window;
    }

    /** The tree when the window was opened, if it was seen. */
    Optional<Snapshot> opening() {
        return opening;
    }

    Position openedAt() {
        return openedAt;
    }

    /** Where its {@code end} stands; where it was opened, until it is closed. */
    Position closedAt() {
        return closedAt;
    }

    /** Where the transaction stood when the window was opened. */
    TransactionState transactionBefore() {
        return transactionBefore;
    }

    /** How the tree changed from {@code begin} to {@code end}; empty if one of them could not be seen. */
    Optional<SnapshotDiff> diff() {
        return diffTo(closing);
    }

    List<WindowStep> steps() {
        return Collections.unmodifiableList(steps);
    }

    WindowFigures figures() {
        return figures;
    }

    int statements() {
        return (int)
                steps.stream().filter(step -> step instanceof WindowStep.Ran).count();
    }

    /** How many statements the server refused. */
    int failed() {
        return (int) steps.stream()
                .filter(step -> step instanceof WindowStep.Ran ran && ran.failed())
                .count();
    }

    void add(WindowStep step) {
        steps.add(step);
    }

    /** What is known so far: the statements' findings added up, or the verdict once there is one. */
    List<Finding> findings() {
        return findings;
    }

    void judged(List<Finding> ofStatement) {
        findings = Findings.addUp(findings, ofStatement);
    }

    /** How the tree has changed since {@code begin}, if it was seen then. */
    Optional<SnapshotDiff> diffTo(Optional<Snapshot> now) {
        return opening.flatMap(first -> now.map(last -> SnapshotDiff.between(first, last)));
    }

    /** What it was not to report, if that is known. */
    Optional<WindowLimits> limits() {
        return limits;
    }

    /** What must be known beside its findings: what is not decided, what the server warned of, and what was left out. */
    List<String> notes(List<NumberedFinding> numbered) {
        List<String> notes = new ArrayList<>();
        undecided.flatMap(open -> open.sentence(numbered)).ifPresent(notes::add);
        notes.addAll(warnings);
        limits.map(WindowLimits::sentences).ifPresent(notes::addAll);
        return notes;
    }

    /** @param said what the server warned of when it judged */
    void closed(
            WindowVerdict verdict,
            List<String> said,
            TransactionState transaction,
            Optional<Snapshot> last,
            Position position) {
        took = Duration.ofNanos(System.nanoTime() - openedNanos);
        warnings = List.copyOf(said);
        limits = verdict.limits();
        closed(verdict.findings(), transaction, last, position);
    }

    void closed(List<Finding> verdict, TransactionState transaction, Optional<Snapshot> last, Position position) {
        closedAt = position;
        closing = last;
        findings = List.copyOf(verdict);
        transactionAfter = transaction;
    }

    /**
     * @param inRepeats what the repeats were not to report
     * @param open what they have not decided
     */
    void confirmed(List<Finding> verdict, Optional<WindowLimits> inRepeats, Undecided open) {
        findings = List.copyOf(verdict);
        undecided = Optional.of(open);
        limits = limits.map(first -> inRepeats.map(first::with).orElse(first));
    }

    /**
     * Whether its answers may differ from those without its probe, and the statements can run without that: what the probe
     * has found at the instruction need not be compared, and may end a backend where nothing stands in its way.
     */
    boolean isWorthComparing(List<Finding> found) {
        return window.options().fillingProbe().isPresent()
                && found.stream().noneMatch(finding -> finding.checkType().isCertainAtOnce());
    }

    /**
     * Why one more run of it is worth while; empty if it is not.
     *
     * @param muchIsAskedFor also for what is certain, however often it was seen
     * @param compared whether its answers are to be compared
     */
    Optional<String> reasonToRepeat(boolean muchIsAskedFor, boolean compared) {
        if (FindingSeries.isInDoubt(findings, muchIsAskedFor)) {
            return Optional.of("a cache may take a few calls to fill");
        }
        if (compared) {
            return Optional.of("its answers are compared with those of a run without its probe");
        }
        return limits.filter(told -> told.notFollowed() > 0 && took.compareTo(LONGEST_TO_FOLLOW) < 0 && onlyReads())
                .map(told -> "what grew inside its statements is followed");
    }

    /** Whether what follows finds the tables as they were, as far as the statements' words tell. */
    private boolean onlyReads() {
        return steps.stream()
                .filter(WindowStep.Ran.class::isInstance)
                .map(step -> ((WindowStep.Ran) step).sql())
                .allMatch(sql -> READING.contains(FirstWord.of(sql))
                        && !WRITING.matcher(sql).find());
    }

    /** Why running the window again would not be the same window; empty if it may be tried. */
    Optional<String> obstacle(TransactionState now) {
        if (steps.isEmpty()) {
            return Optional.of("it holds no statement");
        }
        if (transactionBefore != transactionAfter) {
            return Optional.of(
                    transactionAfter == TransactionState.IDLE
                            ? "it ends a transaction that was begun before it"
                            : "it leaves a transaction open");
        }
        if (now != transactionBefore) {
            return Optional.of(
                    now == TransactionState.IDLE
                            ? "it ran inside a transaction that has ended"
                            : "a transaction has begun since");
        }
        return Optional.empty();
    }
}
