package dev.memcheck.capture;

/**
 * What reading a file may take of the heap. A file of a few megabytes can tell of gigabytes, by repeating itself; it is
 * refused before they are there. What is counted is an estimate of what objects weigh.
 */
final class HeapBudget {
    static final int TEXT = 56;
    static final int ITEM = 32;
    static final int CONTEXT = 160;
    static final int REFERENCE = 8;
    static final int MOMENT = 400;

    /** So much is left to every file. */
    private static final long FREE = 128L << 20;

    /** What a byte of a file that a run has written may become: statements that are all alike shrink most. */
    private static final long EXPANSION = 200;

    private static final long MEGABYTE = 1 << 20;

    private final CountedInput sent;
    private final long most;
    private long taken;

    /** @param sent counts the bytes of the file, as they are read */
    HeapBudget(CountedInput sent) {
        this.sent = sent;
        this.most = Runtime.getRuntime().maxMemory() / 2;
    }

    /** @throws CaptureFormatException if that is more than there is, or than such a file can honestly need */
    void take(long bytes) throws CaptureFormatException {
        taken += bytes;
        if (taken > most) {
            throw new CaptureFormatException("it needs more than " + most / MEGABYTE
                    + " MB of memory, half of what memcheck may use: java -Xmx gives it more");
        }
        if (taken > FREE && taken > FREE + EXPANSION * sent.count()) {
            throw new CaptureFormatException("its first " + sent.count() + " bytes tell of more than "
                    + taken / MEGABYTE + " MB, which no run has written");
        }
    }
}
