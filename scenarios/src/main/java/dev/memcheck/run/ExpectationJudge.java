package dev.memcheck.run;

import dev.memcheck.finding.DefectKey;
import dev.memcheck.script.Expectation;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import dev.memcheck.sql.StatementResult;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Holds what happened against what {@code \expect} says. An SQL error or a lost backend is pending until the item that
 * follows: an expectation may claim it, anything else makes it a failure.
 */
final class ExpectationJudge {
    private record Loss(LossReport report, Failure failure) {}

    private final RunListener listener;
    private final List<Failure> failures;
    private final RunOptions options;
    private final FindingLog log;
    private final ModeFindings mode;
    private final SavedNumbers numbers = new SavedNumbers();
    private Optional<Failure> pendingError = Optional.empty();
    private Optional<Loss> pendingLoss = Optional.empty();

    /** The findings that an expectation was about, whether it held or not. */
    private final Set<DefectKey> told = new HashSet<>();

    private int held;

    ExpectationJudge(RunListener listener, List<Failure> failures, RunOptions options, FindingLog log) {
        this.listener = listener;
        this.log = log;
        this.mode = new ModeFindings(log, listener);
        this.failures = failures;
        this.options = options;
    }

    int held() {
        return held;
    }

    SavedNumbers numbers() {
        return numbers;
    }

    void statementDone(StatementReport report) {
        if (report.result() instanceof StatementResult.Failed failed) {
            pendingError = Optional.of(new Failure(
                    Failure.Kind.SQL_ERROR, Optional.of(report.position()), FindingWords.of(failed.error())));
        }
    }

    void backendLost(LossReport loss, Position position) {
        String how =
                loss.explanation().flatMap(words -> words.lines().findFirst()).orElse(loss.message());
        pendingLoss = Optional.of(new Loss(loss, new Failure(Failure.Kind.BACKEND_LOST, Optional.of(position), how)));
    }

    /**
     * Settles unless the item leaves what was run before it where it is. The {@code end} of a window leaves the error of
     * its last statement, and the loss of its backend, so that an expectation may stand behind it. All other items do not.
     * What is read late settles by itself.
     */
    void settleBefore(Item item) {
        boolean looksBack = item instanceof Item.Expect
                || item instanceof Item.Command
                || item instanceof Item.End
                || item instanceof Item.Late;
        if (!looksBack) {
            settle();
        }
    }

    /** What no expectation has claimed is a failure. */
    void settle() {
        settleError();
        settleLoss();
    }

    private void settleError() {
        pendingError.ifPresent(failures::add);
        pendingError = Optional.empty();
    }

    private void settleLoss() {
        pendingLoss.ifPresent(loss -> failures.add(loss.failure()));
        pendingLoss = Optional.empty();
    }

    /**
     * The text has ended. A finding that no expectation was about counts against it, so that one leak that is expected
     * does not hide another.
     *
     * @param sessions all of the text
     */
    void finish(List<NamedSession> sessions) {
        sessions.forEach(mode::take);
        for (NumberedFinding numbered : log.all()) {
            if (!told.contains(numbered.finding().defectKey()) && options.failsBy(numbered.finding())) {
                failures.add(new Failure(
                        Failure.Kind.FINDING,
                        Optional.empty(),
                        "finding " + numbered.number() + numbered.session().ofSession() + ": "
                                + FindingWords.of(numbered.finding()),
                        OptionalInt.of(numbered.number())));
            }
        }
    }

    /** A refusal is a failure. What a command has judged is looked at by the expectations behind it. */
    void commandDone(CommandResult result, Position position, NamedSession session) {
        if (result instanceof CommandResult.Refused refused) {
            session.windows().refuse(refused.text(), position);
        } else if (result instanceof CommandResult.Judged judged) {
            mode.tell(session, judged, judged.findings());
        }
    }

    /** Judges one expectation by what a session ran last. */
    void judge(Item.Expect item, NamedSession session) {
        mode.take(session);
        ExpectationCheck check = new ExpectationCheck(session, pendingLoss.map(Loss::report), options, numbers);
        Optional<Mismatch> mismatch = check.mismatch(item);
        check.concerned().forEach(finding -> told.add(finding.defectKey()));
        claim(item.expectation(), mismatch.isEmpty());
        if (mismatch.isEmpty()) {
            held++;
            listener.expectationHeld(item);
            return;
        }
        failures.add(new Failure(
                Failure.Kind.EXPECTATION,
                Optional.of(item.position()),
                "expected " + item.expectation().describe() + ", found "
                        + mismatch.get().found(),
                OptionalInt.empty(),
                !check.concerned().isEmpty()));
        listener.expectationFailed(item, mismatch.get());
    }

    /** An error that an expectation looked at is told by it, whether it holds or not; a loss must have been expected. */
    private void claim(Expectation expectation, boolean holds) {
        if (holds && expectation.tells().ofLoss()) {
            pendingLoss = Optional.empty();
        }
        if (expectation.tells().ofError()) {
            pendingError = Optional.empty();
        }
    }
}
