package dev.memcheck.script;

import dev.memcheck.finding.CheckType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads what stands after {@code \expect}. */
final class ExpectationParser {
    private static final Pattern SQLSTATE = Pattern.compile("[0-9A-Z]{5}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]+)?");
    private static final Pattern EXPONENT = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,2})?");
    private static final String KINDS =
            "expected " + String.join(", ", Expectation.WORDS) + " or a check type such as context_leak";
    private static final String CHECK_TYPES = "expected a check type such as context_leak";
    private static final String NO_WORSE_FORM = "expected no worse than 'name'";

    private final TokenCursor cursor;

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
        if (!Expectation.WORDS.contains(kind)) {
            return found(kind, Expectation.firstWords());
        }
        cursor.next();
        return switch (kind) {
            case "clean" -> clean();
            case "no" -> absent();
            case "error" -> error();
            case "rows" -> rows();
            case "value" -> cell(1, 1);
            case "cell" -> cell(index("the number of a row"), index("the number of a column"));
            case "retained" -> measured(Measure.RETAINED);
            case "peak" -> measured(Measure.PEAK);
            case "per_call" -> measured(Measure.PER_CALL);
            case "peak_per_row" -> measured(Measure.PEAK_PER_ROW);
            default -> measured(Measure.GROWTH);
        };
    }

    private Expectation clean() {
        cursor.requireEnd("clean takes nothing more");
        return new Expectation.Clean();
    }

    private Expectation absent() {
        List<String> labels =
                Arrays.stream(CheckType.values()).map(CheckType::label).toList();
        return new Expectation.Absent(found(cursor.peek().toLowerCase(Locale.ROOT), labels));
    }

    private Expectation rows() {
        Bound rows = cursor.bound("a number of rows");
        cursor.requireEnd("rows takes one comparison");
        return new Expectation.Rows(rows);
    }

    private Expectation error() {
        Optional<String> state = Optional.empty();
        Optional<String> message = Optional.empty();
        if (cursor.at(Token.Kind.STRING)) {
            String text = cursor.plainString("an SQLSTATE or a part of the message");
            boolean isState = SQLSTATE.matcher(text).matches();
            state = isState ? Optional.of(text) : Optional.empty();
            message = isState ? Optional.empty() : Optional.of(text);
        }
        if (message.isEmpty() && cursor.at(Token.Kind.STRING)) {
            message = Optional.of(cursor.plainString("a part of the message"));
        }
        cursor.requireEnd("expected error ['SQLSTATE'] ['part of the message']");
        return new Expectation.Error(state, message);
    }

    private int index(String what) {
        return (int) cursor.wholeNumber(what, 1, Integer.MAX_VALUE);
    }

    private Expectation cell(int row, int column) {
        Comparison comparison = cursor.comparison();
        CellValue value = cellValue();
        cursor.requireEnd("a cell takes one comparison");
        return new Expectation.Cell(row, column, comparison, value);
    }

    private CellValue cellValue() {
        if (cursor.at(Token.Kind.STRING)) {
            return new CellValue.Text(cursor.plainString("a value"));
        }
        if (cursor.peek().equalsIgnoreCase("null")) {
            cursor.next();
            return new CellValue.Null();
        }
        boolean negative = cursor.peek().equals("-");
        if (negative) {
            cursor.next();
        }
        String expected = "expected a string in single quotes, a number or null";
        if (!DECIMAL.matcher(cursor.peek()).matches()) {
            throw cursor.error(cursor.found(), expected);
        }
        BigDecimal number = new BigDecimal(cursor.peek());
        cursor.next();
        return new CellValue.Number(negative ? number.negate() : number);
    }

    private Expectation measured(Measure measure) {
        if (!cursor.peek().equalsIgnoreCase("no")) {
            if (measure == Measure.GROWTH) {
                return growth();
            }
            Bound bytes = cursor.size("a number of bytes");
            OptionalLong over = measure == Measure.PEAK_PER_ROW ? over() : OptionalLong.empty();
            cursor.requireEnd(measure.word() + " takes one comparison"
                    + (measure == Measure.PEAK_PER_ROW ? ", and over how many rows" : ""));
            return new Expectation.Measured(measure, bytes, over);
        }
        cursor.next();
        cursor.word("worse", NO_WORSE_FORM);
        cursor.word("than", NO_WORSE_FORM);
        String name = cursor.plainString("the name of a saved number");
        cursor.requireEnd(NO_WORSE_FORM + " and nothing more");
        return new Expectation.NoWorse(measure, name);
    }

    /** Rows that go in, where those that come out are others. */
    private OptionalLong over() {
        if (!cursor.peek().equalsIgnoreCase(TokenCursor.OVER)) {
            return OptionalLong.empty();
        }
        cursor.next();
        return OptionalLong.of(cursor.wholeNumber("a number of rows", 1, Long.MAX_VALUE));
    }

    private Expectation growth() {
        Comparison comparison = cursor.comparison();
        if (!EXPONENT.matcher(cursor.peek()).matches()) {
            throw cursor.error(cursor.found(), "expected an exponent with at most two decimals, as in growth <= 1.3");
        }
        long hundredths = new BigDecimal(cursor.peek()).movePointRight(2).longValueExact();
        cursor.next();
        cursor.requireEnd("growth takes one comparison");
        return new Expectation.Measured(Measure.GROWTH, new Bound(comparison, hundredths));
    }

    /** @param candidates what may stand here, for the near miss */
    private Expectation.Found found(String kind, List<String> candidates) {
        CheckType type = CheckType.ofLabel(kind).orElseThrow(() -> unknown(kind, candidates));
        return new FoundParser(cursor).parse(type);
    }

    private ParseException unknown(String kind, List<String> candidates) {
        String hint = NearMiss.hint(kind, candidates, "");
        String expected = candidates.contains(Expectation.WORDS.get(0)) ? KINDS : CHECK_TYPES;
        return cursor.atName()
                ? cursor.error("unknown check type " + cursor.peek(), hint.isEmpty() ? expected : hint)
                : cursor.error(cursor.found(), expected);
    }
}
