package dev.memcheck.run;

/**
 * Which turn of a {@code \repeat} is running.
 *
 * @param turn from 1
 * @param times how many there are
 */
public record Repetition(int turn, int times) {
    /** A statement that stands in no {@code \repeat}. */
    public static Repetition once() {
        return new Repetition(1, 1);
    }

    public boolean isFirst() {
        return turn == 1;
    }

    public boolean isLast() {
        return turn == times;
    }
}
