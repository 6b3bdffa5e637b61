package dev.memcheck.shell.batch;

import dev.memcheck.script.Expectation;
import dev.memcheck.script.Measure;
import dev.memcheck.script.NumbersFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a contract of a session that was measured: where it compares with a saved number, the bound that allows it. */
public final class ContractText {
    private static final Pattern SAVED =
            Pattern.compile("\\s*\\\\expect (\\w+) no worse than '((?:[^']|'')*)'(?: -- over (\\d+))?");
    private static final String BETWEEN = "\\set measured";
    private static final String SCENARIO = "\\scenario ";
    private static final String EXPECT = "\\expect ";
    private static final long LEAST_PER_ROW = 256;
    private static final long LEAST_GROWTH = 130;
    private static final long GROWTH_MARGIN = 30;

    private final NumbersFile numbers;
    private final List<String> lines = new ArrayList<>();
    private int bounds;

    private ContractText(NumbersFile numbers) {
        this.numbers = numbers;
    }

    /** @param bounds how many there are in it */
    public record Contract(String text, int bounds) {}

    /**
     * @param measured the session with what held in it
     * @param numbers what was measured
     */
    public static Contract of(String measured, NumbersFile numbers) {
        ContractText contract = new ContractText(numbers);
        measured.lines().forEach(contract::take);
        return new Contract(String.join("\n", contract.lines) + "\n", contract.bounds);
    }

    private void take(String line) {
        Matcher saved = SAVED.matcher(line);
        if (line.equals(BETWEEN)) {
            return;
        }
        if (!saved.matches()) {
            lines.add(line);
            return;
        }
        Measure measure = Measure.valueOf(saved.group(1).toUpperCase(Locale.ROOT));
        String name = saved.group(2).replace("''", "'");
        OptionalLong number = numbers.get(new Expectation.NoWorse(measure, name));
        if (number.isEmpty() || measure == Measure.PEAK_PER_ROW && keepsMemory(name)) {
            drop(measure);
            return;
        }
        bounds++;
        long rows = saved.group(3) == null ? 1 : Long.parseLong(saved.group(3));
        long bound = bound(measure, -Math.floorDiv(-number.getAsLong(), rows));
        lines.add(EXPECT + measure.word() + " <= " + measure.form(bound) + (rows > 1 ? " over " + rows : ""));
    }

    private static long bound(Measure measure, long measured) {
        return switch (measure) {
            case GROWTH -> Math.max(LEAST_GROWTH, measured + GROWTH_MARGIN);
            case PEAK_PER_ROW -> Math.max(LEAST_PER_ROW, 2 * measured);
            default -> Math.max(0, 2 * measured);
        };
    }

    /** Its peak has the new blocks of what it keeps, which come in some runs and not in others. */
    private boolean keepsMemory(String name) {
        return numbers.get(new Expectation.NoWorse(Measure.PER_CALL, name)).orElse(0) > 0;
    }

    /** A scenario or a statement without a bound says nothing: it goes, with what held of it. */
    private void drop(Measure measure) {
        if (measure == Measure.PER_CALL) {
            return;
        }
        String first = measure == Measure.GROWTH ? SCENARIO : "SELECT ";
        int at = lines.size() - 1;
        while (at > 0 && lines.get(at).startsWith(EXPECT)) {
            at--;
        }
        if (lines.get(at).startsWith(first)) {
            lines.subList(at, lines.size()).clear();
        }
    }
}
