package dev.memcheck.run;

/** How much a number of bytes may differ from one run to the next and still be taken for the same. */
public final class Tolerance {
    /** What is always tolerated: the smallest block that a context grows by. */
    private static final long BYTES = 1024;

    private static final int PART = 10;

    private Tolerance() {}

    /** The most that is no worse than a number: a tenth more, or 1 kB where that is more. */
    public static long most(long bytes) {
        return bytes + Math.max(BYTES, bytes / PART);
    }
}
