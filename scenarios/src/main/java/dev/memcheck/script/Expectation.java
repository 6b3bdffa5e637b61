package dev.memcheck.script;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code \expect} says must hold. {@code toString} gives the source form, without {@code \expect} itself; parsing it
 * gives an equal expectation.
 */
public sealed interface Expectation {
    /** What is expected, for people: completes the sentence "expected ...". */
    String describe();

    /** The window has no finding that counts; which count is the runner's choice. */
    record Clean() implements Expectation {
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
     * The window has such a finding. What is empty is not looked at.
     *
     * @param context name of the context; {@code %} in it stands for any text
     * @param bytes bytes that stayed
     * @param count chunks or contexts that stayed
     * @param occurrences repeats in which it was seen
     * @param library base name of the library, without {@code .so}
     * @param symbol function that allocated
     * @param severity how bad exactly
     */
    record Found(
            CheckType checkType,
            Optional<String> context,
            Optional<Bound> bytes,
            Optional<Bound> count,
            Optional<Bound> occurrences,
            Optional<String> library,
            Optional<String> symbol,
            Optional<Severity> severity)
            implements Expectation {
        public Found {
            Objects.requireNonNull(checkType);
            Objects.requireNonNull(context);
            Objects.requireNonNull(bytes);
            Objects.requireNonNull(count);
            Objects.requireNonNull(occurrences);
            Objects.requireNonNull(library);
            Objects.requireNonNull(symbol);
            Objects.requireNonNull(severity);
        }

        /** A finding of this type, whatever else is true of it. */
        public static Found of(CheckType checkType) {
            return new Found(
                    checkType,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** Whether this finding is one of those expected. */
        public boolean matches(Finding finding) {
            return finding.checkType() == checkType
                    && context.map(name -> NamePattern.matches(name, finding.contextName()))
                            .orElse(true)
                    && bytes.map(bound -> bound.holds(finding.bytes())).orElse(true)
                    && count.map(bound -> bound.holds(finding.count())).orElse(true)
                    && occurrences
                            .map(bound -> bound.holds(finding.occurrences()))
                            .orElse(true)
                    && (library.isEmpty() || library.equals(finding.site().library()))
                    && (symbol.isEmpty() || symbol.equals(finding.site().symbol()))
                    && severity.map(expected -> expected == finding.severity()).orElse(true);
        }

        @Override
        public String describe() {
            return "a finding " + this;
        }

        @Override
        public String toString() {
            StringBuilder form = new StringBuilder(checkType.label());
            context.ifPresent(name -> form.append(" in ").append(SourceForm.word(name)));
            bytes.ifPresent(bound -> form.append(" bytes ")
                    .append(bound.comparison().sign())
                    .append(' ')
                    .append(ByteSize.format(bound.value())));
            count.ifPresent(bound -> form.append(" count ").append(bound));
            occurrences.ifPresent(bound -> form.append(" occurrences ").append(bound));
            library.ifPresent(name -> form.append(" from ").append(SourceForm.word(name)));
            symbol.ifPresent(name -> form.append(" symbol ").append(SourceForm.word(name)));
            severity.ifPresent(level -> form.append(" severity ").append(level));
            return form.toString();
        }
    }

    /**
     * The statement fails.
     *
     * @param sqlState five characters, if it matters
     * @param message text that the error message must hold, whatever the case, if it matters
     */
    record Error(Optional<String> sqlState, Optional<String> message) implements Expectation {
        public Error {
            Objects.requireNonNull(sqlState);
            Objects.requireNonNull(message);
        }

        /** Whether an error with this SQLSTATE and this primary message is the one expected. */
        public boolean matches(String actualState, String actualMessage) {
            return sqlState.map(actualState::equals).orElse(true)
                    && message.map(text ->
                                    actualMessage.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
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
}
