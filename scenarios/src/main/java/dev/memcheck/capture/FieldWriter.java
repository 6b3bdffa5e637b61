package dev.memcheck.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Writes the plain values of a capture; {@link FieldReader} reads them. */
final class FieldWriter {
    private final OutputStream out;

    FieldWriter(OutputStream out) {
        this.out = out;
    }

    /** How one thing is written. */
    interface Fields<T> {
        void write(T value) throws IOException;
    }

    /** Seven bits to a byte, the lowest first; small numbers of either sign are short. */
    void number(long value) throws IOException {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    void decimal(double value) throws IOException {
        number(Double.doubleToLongBits(value));
    }

    void flag(boolean value) throws IOException {
        out.write(value ? 1 : 0);
    }

    void text(String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.write(bytes);
    }

    void constant(Enum<?> value) throws IOException {
        text(value.name());
    }

    void moment(Instant value) throws IOException {
        number(ChronoUnit.MICROS.between(Instant.EPOCH, value));
    }

    <T> void list(List<T> values, Fields<T> fields) throws IOException {
        number(values.size());
        for (T value : values) {
            fields.write(value);
        }
    }

    <T> void optional(Optional<T> value, Fields<T> fields) throws IOException {
        flag(value.isPresent());
        if (value.isPresent()) {
            fields.write(value.get());
        }
    }

    void optional(OptionalInt value) throws IOException {
        flag(value.isPresent());
        if (value.isPresent()) {
            number(value.getAsInt());
        }
    }

    void optional(OptionalLong value) throws IOException {
        flag(value.isPresent());
        if (value.isPresent()) {
            number(value.getAsLong());
        }
    }

    void optional(OptionalDouble value) throws IOException {
        flag(value.isPresent());
        if (value.isPresent()) {
            decimal(value.getAsDouble());
        }
    }
}
