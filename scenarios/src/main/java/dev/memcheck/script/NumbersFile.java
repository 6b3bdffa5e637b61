package dev.memcheck.script;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The numbers that {@code no worse than 'name'} compares with: a text of lines such as {@code retained 'fill' 8192}, each
 * a measure, a name and bytes. Empty lines and {@code --} comments count for nothing.
 */
public final class NumbersFile {
    private static final String FORM = "expected a line such as retained 'name' 8192";

    /** What a number is of. */
    private record Key(Measure measure, String name) {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::name).thenComparing(Key::measure);
    }

    private final Map<Key, Long> numbers = new TreeMap<>(Key.ORDER);

    /**
     * Reads the text of such a file.
     *
     * @param name of the file, for positions
     * @throws ParseException at the first line that has another form
     */
    public static NumbersFile parse(String name, String text) {
        NumbersFile file = new NumbersFile();
        SourceText source = new SourceText(name, text);
        int start = 0;
        while (start < text.length()) {
            int end = SqlScanner.lineEnd(text, start);
            TokenCursor line =
                    TokenCursor.ofLine(Fragment.of(source).copy(start, end).build());
            if (!line.atEnd()) {
                file.take(line);
            }
            start = end + 1;
        }
        return file;
    }

    private void take(TokenCursor line) {
        Measure measure = null;
        for (Measure known : Measure.values()) {
            measure = line.peek().equals(known.word()) ? known : measure;
        }
        if (measure == null) {
            throw line.error(line.found(), FORM);
        }
        line.next();
        String name = line.plainString("the name of a number");
        boolean negative = line.peek().equals("-");
        if (negative) {
            line.next();
        }
        long bytes = line.wholeNumber("bytes", 0, Long.MAX_VALUE);
        line.requireEnd(FORM);
        put(new Expectation.NoWorse(measure, name), negative ? -bytes : bytes);
    }

    /** The bytes that an expectation compares with, empty if none are saved. */
    public OptionalLong get(Expectation.NoWorse expectation) {
        Long bytes = numbers.get(key(expectation));
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    public void put(Expectation.NoWorse expectation, long bytes) {
        numbers.put(key(expectation), bytes);
    }

    /** Takes over all numbers of another file. */
    public void putAll(NumbersFile other) {
        numbers.putAll(Collections.unmodifiableMap(other.numbers));
    }

    public boolean isEmpty() {
        return numbers.isEmpty();
    }

    /** The text of the file, in the order of the names. */
    public String text() {
        StringBuilder text =
                new StringBuilder("-- What \\expect ... no worse than compares with, in bytes. Written by memcheck run"
                        + " --record-expectations.\n");
        numbers.forEach((key, bytes) -> text.append(key.measure().word())
                .append(' ')
                .append(SourceForm.quoted(key.name()))
                .append(' ')
                .append(bytes)
                .append('\n'));
        return text.toString();
    }

    private static Key key(Expectation.NoWorse expectation) {
        return new Key(Objects.requireNonNull(expectation.measure()), expectation.name());
    }
}
