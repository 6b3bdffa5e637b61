package dev.memcheck.script;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code \expect} says must hold. {@code toString} gives the source form, without {@code \expect} itself; parsing it
 * gives an equal expectation.
 */
public sealed interface Expectation {
    /** What is done with each kind of expectation. */
    interface Visitor<R> {
        R clean(Clean clean);

        R found(Found found);

        R absent(Absent absent);

        R error(Error error);

        R rows(Rows rows);

        R cell(Cell cell);

        R measured(Measured measured);

        R noWorse(NoWorse noWorse);
    }

    /** Calls the method of its kind. */
    <R> R accept(Visitor<R> visitor);

    /** The words that an expectation may begin with, check types aside. */
    List<String> WORDS =
            List.of("clean no error rows value cell retained peak per_call peak_per_row growth".split(" "));

    /** The words that an expectation may begin with, check types included. */
    static List<String> firstWords() {
        List<String> words = new ArrayList<>(WORDS);
        Arrays.stream(CheckType.values()).map(CheckType::label).forEach(words::add);
        return words;
    }

    /** What is expected, for people: completes the sentence "expected ...". */
    String describe();

    /** What it tells of. */
    Tells tells();

    /** Whether it may no longer hold once findings of its window are confirmed, and graver by that. */
    boolean dependsOnCertainty();

    /** The window has no finding that counts; which count is the runner's choice. */
    record Clean() implements Expectation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.clean(this);
        }

        @Override
        public Tells tells() {
            return Tells.NOTHING;
        }

        @Override
        public boolean dependsOnCertainty() {
            return true;
        }

        @Override
        public String describe() {
            return "no finding";
        }

        @Override
        public String toString() {
            return "clean";
        }
    }

    /**
     * The window has a finding of which all clauses hold.
     *
     * @param clauses each begins with another word
     */
    record Found(CheckType checkType, List<FindingClause> clauses) implements Expectation {
        public Found {
            Objects.requireNonNull(checkType);
            clauses = clauses.stream().sorted(FindingClause.ORDER).toList();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.found(this);
        }

        @Override
        public Tells tells() {
            return checkType == CheckType.CRASH ? Tells.LOST_BACKEND : Tells.NOTHING;
        }

        @Override
        public boolean dependsOnCertainty() {
            return clauses.stream().anyMatch(FindingClause::dependsOnCertainty);
        }

        /** A finding of this type, whatever else is true of it. */
        public static Found of(CheckType checkType, FindingClause... clauses) {
            return new Found(checkType, List.of(clauses));
        }

        /** Whether this finding is one of those expected. */
        public boolean matches(Finding finding) {
            return finding.checkType() == checkType && clauses.stream().allMatch(clause -> clause.holds(finding));
        }

        @Override
        public String describe() {
            return "a finding " + this;
        }

        @Override
        public String toString() {
            StringBuilder form = new StringBuilder(checkType.label());
            for (FindingClause clause : clauses) {
                form.append(' ').append(clause.word());
                form.append(clause.expected().isEmpty() ? "" : " ").append(clause.expected());
            }
            return form.toString();
        }
    }

    /** The window has no such finding. */
    record Absent(Found finding) implements Expectation {
        public Absent {
            Objects.requireNonNull(finding);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.absent(this);
        }

        @Override
        public Tells tells() {
            return Tells.NOTHING;
        }

        @Override
        public boolean dependsOnCertainty() {
            return true;
        }

        @Override
        public String describe() {
            return "no finding " + finding;
        }

        @Override
        public String toString() {
            return "no " + finding;
        }
    }

    /**
     * The statement fails.
     *
     * @param sqlState five characters, if it matters
     * @param message text that the error message must hold, whatever the case, if it matters; {@code %} in it stands for
     *     any text
     */
    record Error(Optional<String> sqlState, Optional<String> message) implements Expectation {
        public Error {
            Objects.requireNonNull(sqlState);
            Objects.requireNonNull(message);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.error(this);
        }

        @Override
        public Tells tells() {
            return Tells.SQL_ERROR_OR_LOST_BACKEND;
        }

        @Override
        public boolean dependsOnCertainty() {
            return false;
        }

        /** Whether an error with this SQLSTATE and this primary message is the one expected. */
        public boolean matches(String actualState, String actualMessage) {
            return sqlState.map(actualState::equals).orElse(true)
                    && message.map(text -> NamePattern.matches(
                                    "%" + text.toLowerCase(Locale.ROOT) + "%", actualMessage.toLowerCase(Locale.ROOT)))
                            .orElse(true);
        }

        @Override
        public String describe() {
            StringBuilder words = new StringBuilder("an error");
            sqlState.ifPresent(state -> words.append(" with SQLSTATE ").append(state));
            message.ifPresent(text -> words.append(sqlState.isPresent() ? " and" : " with")
                    .append(" the message ")
                    .append(SourceForm.quoted(text)));
            return words.toString();
        }

        @Override
        public String toString() {
            return "error"
                    + sqlState.map(state -> " " + SourceForm.quoted(state)).orElse("")
                    + message.map(text -> " " + SourceForm.quoted(text)).orElse("");
        }
    }

    /** The statement gives or touches so many rows. */
    record Rows(Bound rows) implements Expectation {
        public Rows {
            Objects.requireNonNull(rows);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rows(this);
        }

        @Override
        public Tells tells() {
            return Tells.SQL_ERROR;
        }

        @Override
        public boolean dependsOnCertainty() {
            return false;
        }

        public boolean matches(long actual) {
            return rows.holds(actual);
        }

        @Override
        public String describe() {
            return toString();
        }

        @Override
        public String toString() {
            return "rows " + rows;
        }
    }

    /**
     * A cell of the statement's result compares so.
     *
     * @param row from 1
     * @param column from 1
     */
    record Cell(int row, int column, Comparison comparison, CellValue value) implements Expectation {
        public Cell {
            Objects.requireNonNull(comparison);
            Objects.requireNonNull(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cell(this);
        }

        @Override
        public Tells tells() {
            return Tells.SQL_ERROR;
        }

        @Override
        public boolean dependsOnCertainty() {
            return false;
        }

        /** @param actual the cell as the server printed it, empty for NULL */
        public boolean matches(Optional<String> actual) {
            return value.compares(actual, comparison);
        }

        /** Which cell, in source form. */
        public String place() {
            return row == 1 && column == 1 ? "value" : "cell " + row + " " + column;
        }

        @Override
        public String describe() {
            return toString();
        }

        @Override
        public String toString() {
            return place() + " " + comparison.sign() + " " + value;
        }
    }

    /**
     * What is measured lies within a bound.
     *
     * @param over how many rows a peak is divided by; empty for those of the result
     */
    record Measured(Measure measure, Bound bound, OptionalLong over) implements Expectation {
        public Measured {
            Objects.requireNonNull(measure);
            Objects.requireNonNull(bound);
            Objects.requireNonNull(over);
        }

        public Measured(Measure measure, Bound bound) {
            this(measure, bound, OptionalLong.empty());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.measured(this);
        }

        @Override
        public Tells tells() {
            return Tells.NOTHING;
        }

        @Override
        public boolean dependsOnCertainty() {
            return false;
        }

        /** What is compared with, in source form. */
        public String boundForm() {
            return bound.comparison().sign() + " " + measure.form(bound.value())
                    + (over.isPresent() ? " over " + over.getAsLong() : "");
        }

        @Override
        public String describe() {
            return toString();
        }

        @Override
        public String toString() {
            return measure.word() + " " + boundForm();
        }
    }

    /**
     * What the statement or window retains, or the statement's peak, is no worse than a number that was saved.
     *
     * @param name the number's name
     */
    record NoWorse(Measure measure, String name) implements Expectation {
        public NoWorse {
            Objects.requireNonNull(measure);
            Objects.requireNonNull(name);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.noWorse(this);
        }

        @Override
        public Tells tells() {
            return Tells.NOTHING;
        }

        @Override
        public boolean dependsOnCertainty() {
            return false;
        }

        @Override
        public String describe() {
            return toString();
        }

        @Override
        public String toString() {
            return measure.word() + " no worse than " + SourceForm.quoted(name);
        }
    }
}
