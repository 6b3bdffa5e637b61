package dev.memcheck.outside;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Words and texts of a process's memory, read a page at a time; what was read is kept until {@link #forget}. Little-endian,
 * 64 bits. Not thread-safe.
 */
final class Memory {
    private static final int PAGE = 4096;

    /** Pages that are kept: a busy page is asked for again and again, as an address falls on one place only. */
    private static final int PLACES = 4096;

    private final RawMemory raw;
    private final long[] pages = new long[PLACES];
    private final ByteBuffer[] contents = new ByteBuffer[PLACES];

    Memory(RawMemory raw) {
        this.raw = raw;
    }

    /** The next answers are new ones. */
    void forget() {
        Arrays.fill(contents, null);
    }

    /** @throws TornException if nothing is mapped there */
    long word(long address) {
        int offset = (int) (address & PAGE - 1);
        if (offset <= PAGE - Long.BYTES) {
            return page(address).getLong(offset);
        }
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word |= (long) octet(address + i) << i * Byte.SIZE;
        }
        return word;
    }

    /** A number of 32 bits. */
    int number(long address) {
        int offset = (int) (address & PAGE - 1);
        return offset <= PAGE - Integer.BYTES ? page(address).getInt(offset) : (int) word(address);
    }

    /** What stands there until the first zero, cut to so many bytes and there to a whole character; empty for no address. */
    String text(long address, int most) {
        if (address == 0) {
            return "";
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int last = octet(address);
        while (last != 0 && bytes.size() <= most) {
            bytes.write(last);
            last = octet(address + bytes.size());
        }
        byte[] read = bytes.toByteArray();
        int length = read.length;
        if (length > most) {
            length = most;
            while (length > 0 && (read[length] & 0xc0) == 0x80) {
                length--;
            }
        }
        return new String(read, 0, length, StandardCharsets.UTF_8);
    }

    private int octet(long address) {
        return Byte.toUnsignedInt(page(address).get((int) (address & PAGE - 1)));
    }

    private ByteBuffer page(long address) {
        long number = address >>> 12;
        int place = (int) (number % PLACES);
        if (contents[place] == null || pages[place] != number) {
            byte[] bytes = new byte[PAGE];
            try {
                if (!raw.read(number << 12, bytes)) {
                    throw new TornException("nothing is mapped at 0x" + Long.toHexString(address));
                }
            } catch (IOException e) {
                throw new OutsideException(e.getMessage(), e);
            }
            pages[place] = number;
            contents[place] = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        return contents[place];
    }
}
