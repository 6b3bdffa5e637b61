package dev.memcheck.script;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads the check type of an expected finding and the clauses after it. */
final class FoundParser {
    private static final String LIBRARY_SUFFIX = ".so";

    private final TokenCursor cursor;
    private final List<FindingClause> clauses = new ArrayList<>();

    FoundParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** Reads to the end of the line. The cursor stands at the check type. */
    Expectation.Found parse(CheckType type) {
        return parse(type, List.of());
    }

    /** Reads up to one of these words, or to the end of the line. The cursor stands at the check type. */
    Expectation.Found parse(CheckType type, List<String> ends) {
        cursor.next();
        while (!cursor.atEnd() && !ends.contains(cursor.peek().toLowerCase(Locale.ROOT))) {
            clause(type, ends);
        }
        return new Expectation.Found(type, clauses);
    }

    private void clause(CheckType type, List<String> ends) {
        String first = cursor.peek().toLowerCase(Locale.ROOT);
        String word = first.equals("per") ? "per call" : first;
        if (!FindingClause.WORDS.contains(word)) {
            throw unknown(first, type, ends);
        }
        if (clauses.stream().anyMatch(clause -> clause.word().equals(word))) {
            throw cursor.error(word + " stands twice", "say it once");
        }
        int start = cursor.offset();
        cursor.next();
        FindingClause clause = switch (word) {
            case "in" -> named(FindingClause.Named.Part.CONTEXT, cursor.name("the name of a context"));
            case "from" -> named(FindingClause.Named.Part.LIBRARY, libraryName());
            case "symbol" -> named(FindingClause.Named.Part.SYMBOL, cursor.name("the name of a function"));
            case "bytes" -> counted(FindingClause.Counted.Quantity.BYTES, cursor.size("a number of bytes"));
            case "per call" -> perCall();
            case "count" ->
                counted(FindingClause.Counted.Quantity.COUNT, cursor.bound("a number of chunks or contexts"));
            case "occurrences" ->
                counted(FindingClause.Counted.Quantity.OCCURRENCES, cursor.bound("a number of repeats"));
            case "severity" -> new FindingClause.Graded(severity());
            default -> certain(word.equals("confirmed"), start);
        };
        clauses.add(clause);
    }

    private static FindingClause named(FindingClause.Named.Part part, String pattern) {
        return new FindingClause.Named(part, pattern);
    }

    private static FindingClause counted(FindingClause.Counted.Quantity quantity, Bound bound) {
        return new FindingClause.Counted(quantity, bound);
    }

    private FindingClause perCall() {
        cursor.word("call", "expected per call, as in per call <= 96");
        return counted(FindingClause.Counted.Quantity.PER_CALL, cursor.size("a number of bytes"));
    }

    private FindingClause certain(boolean confirmed, int start) {
        if (clauses.stream().anyMatch(clause -> clause instanceof FindingClause.Certain)) {
            throw cursor.errorAt(start, "a finding is confirmed or unconfirmed, not both", "say one of them");
        }
        return new FindingClause.Certain(confirmed);
    }

    private String libraryName() {
        String name = cursor.name("the name of a library, without .so");
        return name.endsWith(LIBRARY_SUFFIX) ? name.substring(0, name.length() - LIBRARY_SUFFIX.length()) : name;
    }

    private Severity severity() {
        String written = cursor.peek();
        Severity level = Arrays.stream(Severity.values())
                .filter(value -> value.name().equalsIgnoreCase(written))
                .findFirst()
                .orElseThrow(() -> cursor.error(cursor.found(), "expected INFO, WARNING or ERROR"));
        cursor.next();
        return level;
    }

    private ParseException unknown(String word, CheckType type, List<String> ends) {
        List<String> words = new ArrayList<>(FindingClause.WORDS);
        words.addAll(ends);
        String hint = NearMiss.hint(word, words, "");
        String forms = "after " + type.label() + " expected " + String.join(", ", words);
        return cursor.error(cursor.found(), hint.isEmpty() ? forms : hint);
    }
}
