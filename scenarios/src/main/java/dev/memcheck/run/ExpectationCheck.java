package dev.memcheck.run;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.script.Comparison;
import dev.memcheck.script.Expectation;
import dev.memcheck.script.Item;
import dev.memcheck.script.Measure;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** Holds one expectation, once, against what a session ran last. Changes nothing but the numbers that are being saved. */
final class ExpectationCheck {
    /** In hundredths of an exponent. */
    private static final long GROWTH_TOLERATED = 20;

    private static final String NO_STATEMENT = "no statement before it";

    private final NamedSession session;
    private final Optional<LossReport> loss;
    private final RunOptions options;
    private final SavedNumbers numbers;
    private List<Finding> concerned = List.of();

    /**
     * @param loss how the backend was lost, if it was just now
     * @param options say which findings are not clean
     */
    ExpectationCheck(NamedSession session, Optional<LossReport> loss, RunOptions options, SavedNumbers numbers) {
        this.session = session;
        this.loss = loss;
        this.options = options;
        this.numbers = numbers;
    }

    /** How it does not hold; empty if it does. */
    Optional<Mismatch> mismatch(Item.Expect item) {
        Expectation expectation = item.expectation();
        return expectation.accept(new Expectation.Visitor<>() {
            @Override
            public Optional<Mismatch> clean(Expectation.Clean clean) {
                return ofFindings(
                        clean,
                        options::failsBy,
                        window -> unwanted("no finding of " + options.failOn() + " or above", window, concerned));
            }

            @Override
            public Optional<Mismatch> found(Expectation.Found found) {
                return ofFindings(found, found::matches, window -> missing(found, window));
            }

            @Override
            public Optional<Mismatch> absent(Expectation.Absent absent) {
                return ofFindings(
                        absent,
                        absent.finding()::matches,
                        window -> unwanted(
                                absent.describe(),
                                window,
                                concerned.stream()
                                        .filter(finding -> !options.known().excuses(finding))
                                        .toList()));
            }

            @Override
            public Optional<Mismatch> error(Expectation.Error error) {
                return ofError(error);
            }

            @Override
            public Optional<Mismatch> rows(Expectation.Rows rows) {
                return ofRows(rows);
            }

            @Override
            public Optional<Mismatch> cell(Expectation.Cell cell) {
                return ofCell(cell);
            }

            @Override
            public Optional<Mismatch> measured(Expectation.Measured measured) {
                return ofMeasured(measured);
            }

            @Override
            public Optional<Mismatch> noWorse(Expectation.NoWorse noWorse) {
                return ofNoWorse(noWorse, item.position().source());
            }
        });
    }

    /** The findings that the expectation was about, whether it held or not. */
    List<Finding> concerned() {
        return concerned;
    }

    private Optional<Mismatch> ofFindings(
            Expectation expectation, Predicate<Finding> about, Function<Subject, Optional<Mismatch>> judge) {
        Optional<Subject> subject = session.windows().subject();
        if (subject.isEmpty()) {
            return Optional.of(Mismatch.of("window", expectation.toString(), "no window before it"));
        }
        Subject window = subject.get();
        concerned = window.findings().stream().filter(about).toList();
        return judge.apply(window).map(mismatch -> mismatch.over(window.diff(), window.findings()));
    }

    private static Optional<Mismatch> unwanted(String expected, Subject window, List<Finding> findings) {
        if (findings.isEmpty()) {
            return window.judged()
                    ? Optional.empty()
                    : Optional.of(Mismatch.of(window.what(), expected, "it went with its backend, unjudged"));
        }
        List<Mismatch.Side> sides = new ArrayList<>();
        for (Finding finding : findings) {
            sides.add(new Mismatch.Side(
                    sides.isEmpty() ? window.what() : "",
                    sides.isEmpty() ? expected : "",
                    FindingWords.of(finding),
                    false));
        }
        return Optional.of(new Mismatch(FindingWords.of(window.what(), findings), sides, Optional.empty(), List.of()));
    }

    /** Compares with the finding that comes nearest. */
    private Optional<Mismatch> missing(Expectation.Found expected, Subject window) {
        if (!concerned.isEmpty()) {
            return Optional.empty();
        }
        Optional<Finding> nearest = window.findings().stream()
                .max(Comparator.comparingLong((Finding finding) -> sides(expected, finding).stream()
                                .filter(Mismatch.Side::holds)
                                .count())
                        .thenComparing(finding -> finding.checkType() == expected.checkType()));
        if (nearest.isEmpty()) {
            return Optional.of(Mismatch.of("finding", expected.toString(), "none in " + window.what()));
        }
        return Optional.of(new Mismatch(
                FindingWords.of(window.what(), window.findings()),
                sides(expected, nearest.get()),
                Optional.empty(),
                List.of()));
    }

    private static List<Mismatch.Side> sides(Expectation.Found expected, Finding finding) {
        List<Mismatch.Side> sides = new ArrayList<>();
        sides.add(new Mismatch.Side(
                "finding",
                expected.checkType().label(),
                finding.checkType().label(),
                expected.checkType() == finding.checkType()));
        expected.clauses()
                .forEach(clause -> sides.add(new Mismatch.Side(
                        clause.word(),
                        clause.expected().isEmpty() ? clause.word() : clause.expected(),
                        clause.found(finding),
                        clause.holds(finding))));
        return sides;
    }

    private Optional<Mismatch> ofError(Expectation.Error expected) {
        if (loss.isPresent()) {
            return loss.get().error().isPresent()
                    ? ofError(expected, loss.get().error().get())
                    : Optional.of(Mismatch.of("statement", expected.describe(), "the backend lost"));
        }
        if (session.lastStatement().isEmpty()) {
            return Optional.of(Mismatch.of("statement", expected.describe(), NO_STATEMENT));
        }
        StatementResult result = session.lastStatement().get().result();
        return result instanceof StatementResult.Failed failed
                ? ofError(expected, failed.error())
                : Optional.of(Mismatch.of("statement", expected.describe(), "success"));
    }

    private static Optional<Mismatch> ofError(Expectation.Error expected, SqlError error) {
        if (expected.matches(error.sqlState(), error.message())) {
            return Optional.empty();
        }
        List<Mismatch.Side> sides = new ArrayList<>();
        Expectation.Error onlyState = new Expectation.Error(expected.sqlState(), Optional.empty());
        Expectation.Error onlyMessage = new Expectation.Error(Optional.empty(), expected.message());
        expected.sqlState()
                .ifPresent(state -> sides.add(new Mismatch.Side(
                        "SQLSTATE", state, error.sqlState(), onlyState.matches(error.sqlState(), error.message()))));
        expected.message()
                .ifPresent(text -> sides.add(new Mismatch.Side(
                        "message", text, error.message(), onlyMessage.matches(error.sqlState(), error.message()))));
        return Optional.of(new Mismatch(FindingWords.of(error), sides, Optional.empty(), List.of()));
    }

    private Optional<Mismatch> ofRows(Expectation.Rows expected) {
        Optional<String> obstacle = obstacleToResult();
        if (obstacle.isPresent()) {
            return obstacle.map(found -> Mismatch.of("rows", expected.rows().toString(), found));
        }
        OptionalLong rows = RowCount.of(session.lastStatement().orElseThrow().result());
        if (rows.isPresent() && expected.matches(rows.getAsLong())) {
            return Optional.empty();
        }
        String found = rows.isEmpty() ? "a statement that has no rows" : AmountWords.counted(rows.getAsLong(), "row");
        return Optional.of(Mismatch.of("rows", expected.rows().toString(), found));
    }

    private Optional<Mismatch> ofCell(Expectation.Cell expected) {
        String wanted = expected.comparison().sign() + " " + expected.value();
        Optional<String> obstacle = obstacleToResult();
        if (obstacle.isPresent()) {
            return obstacle.map(found -> Mismatch.of(expected.place(), wanted, found));
        }
        if (!(session.lastStatement().orElseThrow().result() instanceof StatementResult.Rows result)) {
            return Optional.of(Mismatch.of(expected.place(), wanted, "a statement that gives no rows"));
        }
        int rows = result.rows().size();
        if (expected.row() > rows && result.isLarge()) {
            return Optional.of(Mismatch.of(
                    "cell",
                    expected.toString(),
                    "of " + result.count() + " rows only the first " + rows + " are kept"));
        }
        int columns = result.columns().size();
        if (expected.row() > rows || expected.column() > columns) {
            return Optional.of(Mismatch.of(
                    expected.place(),
                    wanted,
                    "a result of " + AmountWords.counted(rows, "row") + " and "
                            + AmountWords.counted(columns, "column")));
        }
        Optional<String> cell = result.rows().get(expected.row() - 1).get(expected.column() - 1);
        return expected.matches(cell)
                ? Optional.empty()
                : Optional.of(Mismatch.of(
                        expected.place(),
                        wanted,
                        cell.map(text -> "'" + text + "'").orElse("null")));
    }

    /** Why the last statement has no result to look at. */
    private Optional<String> obstacleToResult() {
        if (session.lastStatement().isEmpty()) {
            return Optional.of(NO_STATEMENT);
        }
        return session.lastStatement().get().result() instanceof StatementResult.Failed failed
                ? Optional.of(FindingWords.of(failed.error()))
                : Optional.empty();
    }

    private Optional<Mismatch> ofMeasured(Expectation.Measured expected) {
        Measurement measurement = Measurement.of(expected.measure(), expected.over(), session);
        if (measurement.amount().isPresent()
                && expected.bound().holds(measurement.amount().getAsLong())) {
            return Optional.empty();
        }
        return Optional.of(measured(expected.measure(), expected.boundForm(), measurement));
    }

    private Optional<Mismatch> ofNoWorse(Expectation.NoWorse expected, String source) {
        Measurement measurement = Measurement.of(expected.measure(), OptionalLong.empty(), session);
        if (measurement.amount().isEmpty()) {
            return Optional.of(measured(expected.measure(), expected.toString(), measurement));
        }
        long bytes = measurement.amount().getAsLong();
        OptionalLong saved = numbers.saved(source, expected, bytes);
        if (saved.isEmpty()) {
            return Optional.of(Mismatch.of(
                    expected.measure().word(),
                    expected.toString(),
                    expected.measure().words(bytes) + ", and no number of that name in " + SavedNumbers.file(source)
                            + "; memcheck run --record-expectations saves it"));
        }
        long most =
                expected.measure().inBytes() ? Tolerance.most(saved.getAsLong()) : saved.getAsLong() + GROWTH_TOLERATED;
        return Comparison.AT_MOST.holds(bytes, most)
                ? Optional.empty()
                : Optional.of(measured(
                        expected.measure(),
                        "at most " + expected.measure().words(most) + " (saved: " + saved.getAsLong() + ")",
                        measurement));
    }

    private Mismatch measured(Measure measure, String expected, Measurement measurement) {
        String found = measurement
                .obstacle()
                .orElseGet(() -> measure.words(measurement.amount().getAsLong()) + " " + measurement.what());
        Mismatch mismatch = Mismatch.of(measure.word(), expected, found);
        if (session.windowIsLatest()) {
            Subject window = session.windows().subject().orElseThrow();
            return mismatch.over(window.diff(), window.findings());
        }
        return session.lastStatement()
                .map(report -> mismatch.over(
                        report.diff(),
                        report.findings().stream().map(NumberedFinding::finding).toList()))
                .orElse(mismatch);
    }
}
