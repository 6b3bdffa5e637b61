package dev.memcheck.backend.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The server's news that the date style is another one. Of a setting there are its name and its value, each with a zero. */
final class DateStyleNews {
    /** What is longer is none, and needs not be held. */
    static final int LONGEST = 100;

    private static final byte[] NAME = "DateStyle\0".getBytes(StandardCharsets.US_ASCII);

    private DateStyleNews() {}

    /** @param body of a message about a setting */
    static boolean isIn(byte[] body) {
        return Arrays.equals(body, 0, Math.min(body.length, NAME.length), NAME, 0, NAME.length);
    }
}
