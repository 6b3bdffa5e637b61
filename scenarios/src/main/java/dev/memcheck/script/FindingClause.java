package dev.memcheck.script;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** One thing that is expected of a finding. */
public sealed interface FindingClause {
    /** The words that begin a clause, in their order. */
    List<String> WORDS = List.of(
            "in",
            "bytes",
            "per call",
            "count",
            "occurrences",
            "from",
            "symbol",
            "severity",
            "confirmed",
            "unconfirmed");

    /** The order in which {@link Expectation.Found} keeps clauses, whatever the order they were written in. */
    Comparator<FindingClause> ORDER = Comparator.comparing(clause -> WORDS.indexOf(clause.word()));

    /** The words that begin it. */
    String word();

    /** What is expected, in source form and without {@link #word}; empty where that says it all. */
    String expected();

    /** What the finding has in its place, for people; may hold raw server text. */
    String found(Finding finding);

    boolean holds(Finding finding);

    /** Whether confirming the finding may change what it has in this place. */
    boolean dependsOnCertainty();

    /** The name of the context, library or function fits a pattern. */
    record Named(Part part, String pattern) implements FindingClause {
        /** What has a name. */
        public enum Part {
            CONTEXT(
                    "in",
                    finding -> finding.contextPath().isEmpty() ? Optional.empty() : Optional.of(finding.contextName())),
            LIBRARY("from", site(Site::library)),
            SYMBOL("symbol", site(Site::symbol));

            private final String word;
            private final Function<Finding, Optional<String>> name;

            Part(String word, Function<Finding, Optional<String>> name) {
                this.word = word;
                this.name = name;
            }

            /** What a finding has of this name; empty if that is not known. */
            public Optional<String> name(Finding finding) {
                return name.apply(finding);
            }

            private static Function<Finding, Optional<String>> site(Function<Site, Optional<String>> part) {
                return finding -> part.apply(finding.site());
            }
        }

        public Named {
            Objects.requireNonNull(part);
            Objects.requireNonNull(pattern);
        }

        /** Whether the pattern may fit several names. */
        boolean hasWildcard() {
            return NamePattern.hasWildcard(pattern);
        }

        @Override
        public String word() {
            return part.word;
        }

        @Override
        public String expected() {
            return SourceForm.word(pattern);
        }

        @Override
        public String found(Finding finding) {
            return part.name(finding).map(SourceForm::word).orElse("not known");
        }

        @Override
        public boolean holds(Finding finding) {
            return part.name(finding)
                    .filter(name -> NamePattern.matches(pattern, name))
                    .isPresent();
        }

        @Override
        public boolean dependsOnCertainty() {
            return false;
        }
    }

    /** A number lies within a bound. */
    record Counted(Quantity quantity, Bound bound) implements FindingClause {
        /** What is a number. */
        public enum Quantity {
            /** Bytes that stayed. */
            BYTES("bytes", true, finding -> OptionalLong.of(finding.bytes())),
            /** Bytes that each repeat leaves, to the nearest whole one. */
            PER_CALL(
                    "per call",
                    true,
                    finding -> finding.bytesPerCall().isPresent()
                            ? OptionalLong.of(Math.round(finding.bytesPerCall().getAsDouble()))
                            : OptionalLong.empty()),
            /** Chunks or contexts that stayed. */
            COUNT("count", false, finding -> OptionalLong.of(finding.count())),
            /** Repeats in which it was seen. */
            OCCURRENCES("occurrences", false, finding -> OptionalLong.of(finding.occurrences()));

            private final String word;
            private final boolean size;
            private final Function<Finding, OptionalLong> amount;

            Quantity(String word, boolean size, Function<Finding, OptionalLong> amount) {
                this.word = word;
                this.size = size;
                this.amount = amount;
            }
        }

        public Counted {
            Objects.requireNonNull(quantity);
            Objects.requireNonNull(bound);
        }

        @Override
        public String word() {
            return quantity.word;
        }

        @Override
        public String expected() {
            return quantity.size ? bound.asSize() : bound.toString();
        }

        @Override
        public String found(Finding finding) {
            OptionalLong amount = quantity.amount.apply(finding);
            if (amount.isEmpty()) {
                return "not known";
            }
            return quantity.size ? ByteSize.format(amount.getAsLong()) : String.valueOf(amount.getAsLong());
        }

        @Override
        public boolean holds(Finding finding) {
            OptionalLong amount = quantity.amount.apply(finding);
            return amount.isPresent() && bound.holds(amount.getAsLong());
        }

        @Override
        public boolean dependsOnCertainty() {
            return false;
        }
    }

    /** It is as bad as this, neither worse nor better. */
    record Graded(Severity severity) implements FindingClause {
        public Graded {
            Objects.requireNonNull(severity);
        }

        @Override
        public String word() {
            return "severity";
        }

        @Override
        public String expected() {
            return severity.name();
        }

        @Override
        public String found(Finding finding) {
            return finding.severity().name();
        }

        @Override
        public boolean holds(Finding finding) {
            return finding.severity() == severity;
        }

        @Override
        public boolean dependsOnCertainty() {
            return true;
        }
    }

    /** It is certain, or it is not. */
    record Certain(boolean confirmed) implements FindingClause {
        @Override
        public String word() {
            return word(confirmed);
        }

        @Override
        public String expected() {
            return "";
        }

        @Override
        public String found(Finding finding) {
            return word(finding.confirmed());
        }

        @Override
        public boolean holds(Finding finding) {
            return finding.confirmed() == confirmed;
        }

        @Override
        public boolean dependsOnCertainty() {
            return true;
        }

        private static String word(boolean confirmed) {
            return confirmed ? "confirmed" : "unconfirmed";
        }
    }
}
