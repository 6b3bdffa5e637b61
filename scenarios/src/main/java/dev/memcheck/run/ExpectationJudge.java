package dev.memcheck.run;

import dev.memcheck.backend.SqlError;
import dev.memcheck.backend.StatementResult;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import dev.memcheck.script.Expectation;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Holds what happened against what {@code \expect} says. An SQL error or a lost backend is pending until the item that
 * follows: an expectation may claim it, anything else makes it a failure.
 */
final class ExpectationJudge {
    private final RunListener listener;
    private final List<Failure> failures;
    private final Severity failOn;
    private Optional<StatementReport> lastStatement = Optional.empty();
    private Optional<Failure> pendingError = Optional.empty();
    private Optional<Failure> pendingLoss = Optional.empty();
    private int met;
    private int held;

    ExpectationJudge(RunListener listener, List<Failure> failures, Severity failOn) {
        this.listener = listener;
        this.failures = failures;
        this.failOn = failOn;
    }

    /** How many expectations there were. */
    int met() {
        return met;
    }

    int held() {
        return held;
    }

    void statementDone(StatementReport report) {
        lastStatement = Optional.of(report);
        if (report.result() instanceof StatementResult.Failed failed) {
            pendingError = Optional.of(
                    new Failure(Failure.Kind.SQL_ERROR, Optional.of(report.position()), describe(failed.error())));
        }
    }

    void backendLost(LossReport loss, Position position) {
        lastStatement = Optional.empty();
        pendingLoss = Optional.of(new Failure(
                Failure.Kind.BACKEND_LOST,
                Optional.of(position),
                loss.explanation().flatMap(how -> how.lines().findFirst()).orElse(loss.message())));
    }

    /** What no expectation has claimed is a failure. */
    void settle() {
        pendingError.ifPresent(failures::add);
        pendingLoss.ifPresent(failures::add);
        pendingError = Optional.empty();
        pendingLoss = Optional.empty();
    }

    /**
     * Judges one expectation.
     *
     * @param subject the window it looks at, if there is one
     */
    void judge(Item.Expect item, Optional<Subject> subject) {
        met++;
        Expectation expectation = item.expectation();
        Optional<String> mismatch;
        if (expectation instanceof Expectation.Error error) {
            mismatch = mismatch(error);
        } else if (expectation instanceof Expectation.Rows rows) {
            mismatch = mismatch(rows);
        } else if (expectation instanceof Expectation.Clean) {
            mismatch = subject.map(this::mismatchOfClean).orElse(Optional.of("no window before it"));
        } else if (expectation instanceof Expectation.Found found) {
            mismatch = subject.map(window -> mismatch(found, window)).orElse(Optional.of("no window before it"));
        } else {
            throw new IllegalArgumentException("unknown expectation " + expectation);
        }
        if (mismatch.isEmpty()) {
            held++;
            listener.expectationHeld(item);
            return;
        }
        failures.add(new Failure(
                Failure.Kind.EXPECTATION,
                Optional.of(item.position()),
                "expected " + expectation.describe() + ", found " + mismatch.get()));
        listener.expectationFailed(item, mismatch.get());
    }

    private Optional<String> mismatch(Expectation.Error expected) {
        pendingError = Optional.empty();
        if (lastStatement.isEmpty()) {
            return Optional.of(pendingLoss.isPresent() ? "the backend lost" : "no statement before it");
        }
        StatementResult result = lastStatement.get().result();
        if (result instanceof StatementResult.Failed failed) {
            SqlError error = failed.error();
            return expected.matches(error.sqlState(), error.message())
                    ? Optional.empty()
                    : Optional.of(describe(error));
        }
        return Optional.of("success");
    }

    private Optional<String> mismatch(Expectation.Rows expected) {
        if (lastStatement.isEmpty()) {
            return Optional.of("no statement before it");
        }
        StatementResult result = lastStatement.get().result();
        if (result instanceof StatementResult.Failed failed) {
            pendingError = Optional.empty();
            return Optional.of(describe(failed.error()));
        }
        OptionalLong rows = RowCount.of(result);
        if (rows.isEmpty()) {
            return Optional.of("a statement that has no rows");
        }
        return expected.matches(rows.getAsLong()) ? Optional.empty() : Optional.of(rows.getAsLong() + " rows");
    }

    private Optional<String> mismatchOfClean(Subject subject) {
        List<Finding> dirty = subject.findings().stream()
                .filter(finding -> finding.severity().atLeast(failOn))
                .toList();
        return dirty.isEmpty() ? Optional.empty() : Optional.of(describe(subject.what(), dirty));
    }

    private Optional<String> mismatch(Expectation.Found expected, Subject subject) {
        if (subject.findings().stream().anyMatch(expected::matches)) {
            if (expected.checkType() == CheckType.CRASH) {
                pendingLoss = Optional.empty();
            }
            return Optional.empty();
        }
        return Optional.of(
                subject.findings().isEmpty()
                        ? "none in " + subject.what()
                        : describe(subject.what(), subject.findings()));
    }

    private static String describe(SqlError error) {
        return error.severity() + " " + error.sqlState() + ": " + error.message();
    }

    private static String describe(String what, List<Finding> findings) {
        return "in " + what + ": "
                + findings.stream().map(ExpectationJudge::describe).collect(Collectors.joining("; "));
    }

    /** One finding in words, as failures tell it. */
    static String describe(Finding finding) {
        StringBuilder words = new StringBuilder();
        words.append(finding.severity()).append(' ').append(finding.checkType().label());
        if (!finding.contextPath().isEmpty()) {
            words.append(" in ").append(finding.contextName());
        }
        if (finding.bytes() > 0) {
            words.append(", ").append(finding.bytes()).append(" bytes, count ").append(finding.count());
        }
        if (finding.site().isKnown()) {
            words.append(", ").append(finding.site().label());
        }
        return words.append(finding.confirmed() ? "" : " (unconfirmed)").toString();
    }
}
