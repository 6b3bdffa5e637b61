package dev.memcheck.sql;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Lines of {@code COPY ... TO STDOUT} that are nothing but printable ASCII and tabs, kept as the bytes that the server sent: most results
 * are such lines, and who only prints them needs no text of each. Immutable.
 */
public final class PlainLines extends AbstractList<String> implements RandomAccess {
    private final byte[] bytes;

    /** Where each line begins, made when somebody asks for one. */
    private int[] starts = {};

    private final int size;

    /**
     * @param bytes the lines, each with its line feed
     * @param length how many of them are taken
     * @param size how many lines there are
     */
    public PlainLines(byte[] bytes, int length, int size) {
        this.bytes = Arrays.copyOf(bytes, length);
        this.size = size;
    }

    /** Whether these bytes are one such line with its end. */
    public static boolean isOne(byte[] data, int offset, int length) {
        int end = offset + length - 1;
        for (int at = offset; at < end; at++) {
            byte one = data[at];
            if (one < 0x20 && one != '\t' || one == 0x7F) {
                return false;
            }
        }
        return length > 0 && data[end] == '\n';
    }

    /** All of them with their ends, in ASCII; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The same as text. */
    public String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String get(int index) {
        Objects.checkIndex(index, size);
        int[] all = starts();
        return new String(bytes, all[index], all[index + 1] - 1 - all[index], StandardCharsets.ISO_8859_1);
    }

    @Override
    public int size() {
        return size;
    }

    private int[] starts() {
        if (starts.length == 0) {
            int[] made = new int[size + 1];
            int line = 0;
            for (int at = 0; at < bytes.length; at++) {
                if (bytes[at] == '\n') {
                    line++;
                    made[line] = at + 1;
                }
            }
            starts = made;
        }
        return starts;
    }
}
