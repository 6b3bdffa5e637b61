package dev.memcheck.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads what {@link FieldWriter} writes. Nothing is taken on trust: what a file says of its own sizes reserves no memory, and
 * no text or list is longer than a run could have made it.
 */
final class FieldReader {
    private static final int LONGEST_TEXT = 64 * 1024 * 1024;
    private static final int LONGEST_LIST = 50_000_000;
    private static final int LONGEST_CONSTANT = 100;
    private static final int NUMBER_BITS = 64;

    /** Texts up to this length are one object each, however often they come. */
    private static final int SHARED_TEXT = 4096;

    private final InputStream in;
    private final HeapBudget budget;
    private final Map<String, String> shared = new HashMap<>();

    /** @param budget of what is read */
    FieldReader(InputStream in, HeapBudget budget) {
        this.in = in;
        this.budget = budget;
    }

    /** @throws CaptureFormatException if there is no room for so much */
    void weigh(long bytes) throws CaptureFormatException {
        budget.take(bytes);
    }

    /** How one thing is read. */
    interface Fields<T> {
        T read() throws IOException;
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    long number() throws IOException {
        long bits = 0;
        for (int shift = 0; shift < NUMBER_BITS; shift += 7) {
            int next = next();
            bits |= (next & 0x7FL) << shift;
            if ((next & 0x80) == 0) {
                return bits >>> 1 ^ -(bits & 1);
            }
        }
        throw new CaptureFormatException("a number in it does not end");
    }

    /** A number from 0 to {@code most}. */
    int count(String what, int most) throws IOException {
        long count = number();
        if (count < 0 || count > most) {
            throw new CaptureFormatException(what + " in it is " + count + ", expected 0 to " + most);
        }
        return (int) count;
    }

    int index(String what) throws IOException {
        return count(what, Integer.MAX_VALUE);
    }

    double decimal() throws IOException {
        return Double.longBitsToDouble(number());
    }

    boolean flag() throws IOException {
        int flag = next();
        if (flag > 1) {
            throw new CaptureFormatException("a flag in it is " + flag + ", expected 0 or 1");
        }
        return flag == 1;
    }

    String text() throws IOException {
        String text = text(LONGEST_TEXT);
        if (text.length() <= SHARED_TEXT) {
            String same = shared.putIfAbsent(text, text);
            if (same != null) {
                return same;
            }
        }
        weigh(HeapBudget.TEXT + text.length());
        return text;
    }

    private String text(int longest) throws IOException {
        int length = count("the length of a text", longest);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    <E extends Enum<E>> E constant(Class<E> type) throws IOException {
        String name = text(LONGEST_CONSTANT);
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw new CaptureFormatException("the " + type.getSimpleName() + " \"" + name + "\" in it is unknown");
    }

    Instant moment() throws IOException {
        return Instant.EPOCH.plus(number(), ChronoUnit.MICROS);
    }

    <T> List<T> list(Fields<T> fields) throws IOException {
        int size = count("the length of a list", LONGEST_LIST);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            weigh(HeapBudget.ITEM);
            values.add(fields.read());
        }
        return values;
    }

    <T> Optional<T> optional(Fields<T> fields) throws IOException {
        return flag() ? Optional.of(fields.read()) : Optional.empty();
    }

    OptionalInt optionalInt() throws IOException {
        return flag() ? OptionalInt.of(index("a number")) : OptionalInt.empty();
    }

    OptionalLong optionalLong() throws IOException {
        return flag() ? OptionalLong.of(number()) : OptionalLong.empty();
    }

    OptionalDouble optionalDouble() throws IOException {
        return flag() ? OptionalDouble.of(decimal()) : OptionalDouble.empty();
    }
}
