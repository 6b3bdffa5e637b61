package dev.memcheck.script;

import java.math.BigDecimal;
import java.util.Optional;

/** What a cell is compared with. */
public sealed interface CellValue {
    /** Whether a cell, empty for NULL, compares so with this value. NULL equals {@code null} and nothing else. */
    boolean compares(Optional<String> actual, Comparison comparison);

    /** A string, compared char by char as the server prints the cell. */
    record Text(String text) implements CellValue {
        @Override
        public boolean compares(Optional<String> actual, Comparison comparison) {
            return actual.map(cell -> comparison.holds(cell.compareTo(text), 0))
                    .orElse(comparison == Comparison.NOT_EQUAL);
        }

        @Override
        public String toString() {
            return SourceForm.quoted(text);
        }
    }

    /** A number, compared by value: 1.0 equals 1. */
    record Number(BigDecimal number) implements CellValue {
        @Override
        public boolean compares(Optional<String> actual, Comparison comparison) {
            try {
                return actual.map(cell -> comparison.holds(new BigDecimal(cell.strip()).compareTo(number), 0))
                        .orElse(comparison == Comparison.NOT_EQUAL);
            } catch (NumberFormatException noNumber) {
                return comparison == Comparison.NOT_EQUAL;
            }
        }

        @Override
        public String toString() {
            return number.toPlainString();
        }
    }

    /** SQL's NULL. */
    record Null() implements CellValue {
        @Override
        public boolean compares(Optional<String> actual, Comparison comparison) {
            return switch (comparison) {
                case EQUAL -> actual.isEmpty();
                case NOT_EQUAL -> actual.isPresent();
                default -> false;
            };
        }

        @Override
        public String toString() {
            return "null";
        }
    }
}
