package dev.memcheck.script;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what stands after {@code \expect}. */
final class ExpectationParser {
    private static final Pattern SQLSTATE = Pattern.compile("[0-9A-Z]{5}");
    private static final String KINDS = "expected clean, error, rows or a check type such as context_leak";
    private static final List<String> CLAUSES =
            List.of("in", "bytes", "count", "occurrences", "from", "symbol", "severity");
    private static final String LIBRARY_SUFFIX = ".so";

    private final TokenCursor cursor;

    private Optional<String> context = Optional.empty();
    private Optional<Bound> bytes = Optional.empty();
    private Optional<Bound> count = Optional.empty();
    private Optional<Bound> occurrences = Optional.empty();
    private Optional<String> library = Optional.empty();
    private Optional<String> symbol = Optional.empty();
    private Optional<Severity> severity = Optional.empty();

    private ExpectationParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Reads an expectation that takes the whole line.
     *
     * @throws ParseException if it is none
     */
    static Expectation parse(Fragment line) {
        return new ExpectationParser(TokenCursor.ofLine(line)).expectation();
    }

    private Expectation expectation() {
        if (cursor.atEnd()) {
            throw cursor.error("\\expect says nothing", KINDS);
        }
        String kind = cursor.peek().toLowerCase(Locale.ROOT);
        switch (kind) {
            case "clean":
                cursor.next();
                cursor.requireEnd("clean takes nothing more");
                return new Expectation.Clean();
            case "error":
                cursor.next();
                return error();
            case "rows":
                cursor.next();
                Bound rows = bound("a number of rows");
                cursor.requireEnd("rows takes one comparison");
                return new Expectation.Rows(rows);
            default:
                return found(kind);
        }
    }

    private Expectation.Error error() {
        Optional<String> state = Optional.empty();
        Optional<String> message = Optional.empty();
        if (cursor.at(Span.Kind.STRING)) {
            String text = cursor.plainString("an SQLSTATE or a part of the message");
            boolean isState = SQLSTATE.matcher(text).matches();
            state = isState ? Optional.of(text) : Optional.empty();
            message = isState ? Optional.empty() : Optional.of(text);
        }
        if (message.isEmpty() && cursor.at(Span.Kind.STRING)) {
            message = Optional.of(cursor.plainString("a part of the message"));
        }
        cursor.requireEnd("expected error ['SQLSTATE'] ['part of the message']");
        return new Expectation.Error(state, message);
    }

    private Expectation.Found found(String kind) {
        CheckType type = CheckType.ofLabel(kind).orElseThrow(() -> unknownKind(kind));
        cursor.next();
        while (!cursor.atEnd()) {
            clause(type);
        }
        return new Expectation.Found(type, context, bytes, count, occurrences, library, symbol, severity);
    }

    private void clause(CheckType type) {
        String clause = cursor.peek().toLowerCase(Locale.ROOT);
        if (!CLAUSES.contains(clause)) {
            throw unknownClause(clause, type);
        }
        if (isTaken(clause)) {
            throw cursor.error(clause + " stands twice", "say it once");
        }
        cursor.next();
        switch (clause) {
            case "in" -> context = Optional.of(cursor.name("the name of a context"));
            case "bytes" -> bytes = Optional.of(size());
            case "count" -> count = Optional.of(bound("a number of chunks or contexts"));
            case "occurrences" -> occurrences = Optional.of(bound("a number of repeats"));
            case "from" -> library = Optional.of(libraryName());
            case "symbol" -> symbol = Optional.of(cursor.name("the name of a function"));
            case "severity" -> severity = Optional.of(severityLevel());
            default -> throw new AssertionError(clause);
        }
    }

    private boolean isTaken(String clause) {
        return switch (clause) {
            case "in" -> context.isPresent();
            case "bytes" -> bytes.isPresent();
            case "count" -> count.isPresent();
            case "occurrences" -> occurrences.isPresent();
            case "from" -> library.isPresent();
            case "symbol" -> symbol.isPresent();
            default -> severity.isPresent();
        };
    }

    private Bound bound(String what) {
        Comparison comparison = cursor.comparison();
        return new Bound(comparison, cursor.wholeNumber(what, 0, Long.MAX_VALUE));
    }

    private Bound size() {
        Bound plain = bound("a number of bytes");
        String unit = cursor.peek();
        if (!cursor.atName() || CLAUSES.contains(unit.toLowerCase(Locale.ROOT))) {
            return plain;
        }
        long factor = ByteSize.bytesOf(unit)
                .orElseThrow(() -> cursor.error("unknown unit " + unit, "expected " + ByteSize.UNIT_NAMES));
        try {
            Bound scaled = new Bound(plain.comparison(), Math.multiplyExact(plain.value(), factor));
            cursor.next();
            return scaled;
        } catch (ArithmeticException tooLarge) {
            throw cursor.error(plain.value() + " " + unit + " is too much", "expected fewer bytes than 2^63");
        }
    }

    private String libraryName() {
        String name = cursor.name("the name of a library, without .so");
        return name.endsWith(LIBRARY_SUFFIX) ? name.substring(0, name.length() - LIBRARY_SUFFIX.length()) : name;
    }

    private Severity severityLevel() {
        String written = cursor.peek();
        Severity level = Arrays.stream(Severity.values())
                .filter(value -> value.name().equalsIgnoreCase(written))
                .findFirst()
                .orElseThrow(() -> cursor.error(cursor.found(), "expected INFO, WARNING or ERROR"));
        cursor.next();
        return level;
    }

    private ParseException unknownKind(String kind) {
        List<String> kinds = new ArrayList<>(List.of("clean", "error", "rows"));
        Arrays.stream(CheckType.values()).map(CheckType::label).forEach(kinds::add);
        String hint = NearMiss.hint(kind, kinds, "");
        return cursor.atName()
                ? cursor.error("unknown check type " + cursor.peek(), hint.isEmpty() ? KINDS : hint)
                : cursor.error(cursor.found(), KINDS);
    }

    private ParseException unknownClause(String clause, CheckType type) {
        String hint = NearMiss.hint(clause, CLAUSES, "");
        String forms = "after " + type.label() + " expected " + String.join(", ", CLAUSES);
        return cursor.error(cursor.found(), hint.isEmpty() ? forms : hint);
    }
}
