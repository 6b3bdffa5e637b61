package dev.memcheck.run;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.WindowLimits;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.finding.Finding;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Runs a window again, as a whole, on the backend it ran on: one sighting cannot tell a leak from a cache, and the
 * extension confirms a site that it sees again.
 */
final class WindowRepeater {
    /** How often a window is repeated at most while a finding comes back each time and is not certain yet. */
    private static final int MOST = 32;

    /** No further repeat is begun for that once the repeats took so long. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** The same while what is confirmed rests on few executions. */
    private static final Duration LONGEST_OF_CONFIRMED = Duration.ofSeconds(3);

    /** And while it rests on many, but a cache may be larger: that takes next to no time, or is left. */
    private static final Duration LONGEST_OF_CERTAIN = Duration.ofSeconds(1);

    private static final int MOST_OF_CERTAIN = 128;

    /** Of so many statements of a window answers are compared. */
    private static final int MOST_COMPARED = 1000;

    /** And while a hash table may have room left, twice as many entries as it makes room for at once. */
    private static final Duration LONGEST_OF_HASH_TABLE = Duration.ofSeconds(2);

    private static final int MOST_OF_HASH_TABLE = 128;

    private final Backend backend;
    private final WindowRecord record;
    private final StatementClock clock;
    private final BooleanSupplier cancelled;
    private final FindingSeries series;
    private final boolean hasProbe;
    private final LongSupplier nanos;
    private Optional<WindowLimits> limits = Optional.empty();
    private Optional<String> obstacle = Optional.empty();
    private Duration spent = Duration.ZERO;
    private int done;

    /** Of the latest run, with a probe whose answers are compared. */
    private List<StatementAnswer> answers = new ArrayList<>();

    private List<Finding> differences = List.of();

    /**
     * @param cancelled whether the user wants no more of it
     * @param nanos what time it is
     */
    WindowRepeater(
            Backend backend, WindowRecord record, StatementClock clock, BooleanSupplier cancelled, LongSupplier nanos) {
        this.backend = backend;
        this.record = record;
        this.clock = clock;
        this.cancelled = cancelled;
        this.nanos = nanos;
        this.series = new FindingSeries(record.findings());
        this.hasProbe = record.window().options().fillingProbe().isPresent();
    }

    /**
     * Repeats the window until it ran {@code times} times or something stood in the way; and on, within bounds, while a
     * finding of an extension comes back each time and the server does not call it certain yet, or calls it certain after
     * few executions.
     *
     * @throws BackendLostException if the backend goes meanwhile
     */
    Confirmation repeat(int times) {
        obstacle = record.obstacle(backend.transactionState());
        long started = nanos.getAsLong();
        while (obstacle.isEmpty() && (done < times || goesOn())) {
            if (repeatOnce()) {
                done++;
            }
            spent = Duration.ofNanos(nanos.getAsLong() - started);
        }
        return new Confirmation(Math.max(times, done), done, obstacle);
    }

    /**
     * Compares what the statements answered under the window's probe with what they answer without a window. Not where the
     * probe has found what without it might end the backend.
     */
    void compare() {
        if (obstacle.isPresent() || done == 0 || !record.isWorthComparing(series.findings())) {
            return;
        }
        AnswerComparison comparison = new AnswerComparison(
                record.steps().stream()
                        .filter(WindowStep.Ran.class::isInstance)
                        .map(WindowStep.Ran.class::cast)
                        .toList(),
                record.window().options().fillingProbe().orElseThrow());
        comparison.add(answers);
        long started = nanos.getAsLong();
        while (comparison.goesOn() && nanos.getAsLong() - started < LONGEST.toNanos()) {
            if (!(comparison.isProbed() ? repeatOnce() : runBare())) {
                return;
            }
            comparison.add(answers);
        }
        differences = comparison.findings(sql -> NamedFunctions.words(backend, sql));
    }

    private boolean goesOn() {
        return done > 0
                && (goesOn(series.isUndecided(), MOST, LONGEST)
                        || goesOn(series.isOpen(), MOST, LONGEST_OF_CONFIRMED)
                        || goesOn(series.isWorthMore(), MOST_OF_CERTAIN, LONGEST_OF_CERTAIN)
                        || goesOn(series.mayHaveRoom(), MOST_OF_HASH_TABLE, LONGEST_OF_HASH_TABLE));
    }

    private boolean goesOn(boolean reason, int most, Duration longest) {
        return reason && done < most && spent.compareTo(longest) < 0;
    }

    /** What is known of the window now: its findings, graded by the repeats. */
    List<Finding> findings() {
        return Findings.merge(series.findings(), differences);
    }

    /** What the repeats have left open, and why they ended. */
    Undecided undecided() {
        String limit = done >= MOST && !hasTimeForHashTable()
                ? "it was repeated " + AmountWords.times(done) + ", the most unless more are asked for"
                : "the repeats took " + AmountWords.brief(spent.toNanos() / 1000)
                        + ", and end after "
                        + AmountWords.interval(longest())
                        + " unless more are asked for";
        return new Undecided(series.undecided(), done, obstacle, limit);
    }

    /** Whether it was the time that ended them, and not their number. */
    private boolean hasTimeForHashTable() {
        return series.mayHaveRoom() && done < MOST_OF_HASH_TABLE;
    }

    private Duration longest() {
        if (hasTimeForHashTable() && done >= MOST) {
            return LONGEST_OF_HASH_TABLE;
        }
        return series.isUndecided() ? LONGEST : LONGEST_OF_CONFIRMED;
    }

    /** What the repeats were not to report, if that is known. */
    Optional<WindowLimits> limits() {
        return limits;
    }

    /** Whether the window ran to its end, though perhaps not as before. */
    private boolean repeatOnce() {
        // Once what lies before a chunk is closed: it ends, or begins, where a page does.
        WindowOptions options = record.window().options();
        Optional<SqlError> refusal = backend.beginWindow(done == 0 ? options.withOtherEdge() : options);
        if (refusal.isPresent()) {
            obstacle = Optional.of(
                    "the server refused to open it: " + refusal.get().message());
            return false;
        }
        boolean whole = runSteps(new Steps(true));
        WindowVerdict verdict = backend.endWindow();
        if (verdict.error().isPresent()) {
            obstacle = Optional.of(
                    "the server refused to close it: " + verdict.error().get().message());
            return false;
        }
        series.add(verdict.findings(), whole);
        // What a run that was cut short has not followed, it has not met.
        limits = verdict.limits()
                .map(latest -> limits.or(record::limits)
                        .map(earlier -> whole ? earlier.with(latest) : latest.with(earlier))
                        .orElse(latest));
        return whole;
    }

    /**
     * A statement that ends otherwise than before is an obstacle to further repeats, but the rest of the window still
     * runs where the transaction allows it: what it shows is as true as before.
     */
    private boolean runSteps(Steps steps) {
        answers = new ArrayList<>();
        for (WindowStep step : record.steps()) {
            if (cancelled.getAsBoolean()) {
                obstacle = Optional.of("it was cancelled");
                leave(steps.depth);
                return false;
            }
            if (!step.accept(steps)) {
                leave(steps.depth);
                return false;
            }
        }
        return true;
    }

    /** The statements alone. One that ends otherwise than in the window does not end the run: that is what is looked for. */
    private boolean runBare() {
        boolean whole = runSteps(new Steps(false));
        if (whole) {
            leave(0);
        }
        return whole;
    }

    /** Does each step again, and says whether the next one may follow. */
    private final class Steps implements WindowStep.Visitor<Boolean> {
        private final boolean inWindow;

        /** How many inner windows are open. */
        private int depth;

        Steps(boolean inWindow) {
            this.inWindow = inWindow;
        }

        @Override
        public Boolean ran(WindowStep.Ran ran) {
            if (!inWindow) {
                execute(ran);
                return true;
            }
            runStatement(ran);
            return !cannotGoOn();
        }

        @Override
        public Boolean openedInner(WindowStep.OpenedInner inner) {
            if (!inWindow) {
                return true;
            }
            depth += backend.beginWindow(inner.options()).isEmpty() ? 1 : 0;
            return true;
        }

        @Override
        public Boolean closedInner(WindowStep.ClosedInner inner) {
            if (depth > 0) {
                depth -= backend.endWindow().error().isEmpty() ? 1 : 0;
            }
            return true;
        }
    }

    private void runStatement(WindowStep.Ran ran) {
        StatementResult result = execute(ran);
        backend.judge();
        if (result instanceof StatementResult.Failed failed) {
            if (!ran.failed()) {
                obstacle = Optional.of("\"" + ran.sql() + "\" succeeded before and fails now: "
                        + failed.error().message());
            }
        } else if (ran.failed()) {
            obstacle = Optional.of("\"" + ran.sql() + "\" failed before and succeeds now");
        }
    }

    private StatementResult execute(WindowStep.Ran ran) {
        try {
            if (!hasProbe || answers.size() >= MOST_COMPARED) {
                return ran.described()
                        ? backend.describe(ran.sql())
                        : clock.execute(backend, ran.sql(), RowSink.reading(ran.data()));
            }
            AnswerSink sink = new AnswerSink(ran.data());
            StatementResult result =
                    ran.described() ? backend.describe(ran.sql()) : clock.execute(backend, ran.sql(), sink);
            answers.add(sink.answer(result));
            return result;
        } catch (BackendLostException lost) {
            throw lost.during(ran.sql());
        }
    }

    private boolean cannotGoOn() {
        return obstacle.isPresent() && backend.transactionState() == TransactionState.FAILED;
    }

    /** Puts the backend back to where the window began, as far as that can be. */
    private void leave(int innerWindows) {
        if (backend.transactionState() != record.transactionBefore()) {
            backend.execute("ROLLBACK");
        }
        for (int i = 0; i < innerWindows; i++) {
            backend.endWindow();
        }
    }
}
