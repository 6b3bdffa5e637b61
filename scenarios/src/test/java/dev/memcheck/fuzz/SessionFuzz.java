package dev.memcheck.fuzz;

/** For the coverage-guided fuzzer, which test/faults/fuzz runs. */
public final class SessionFuzz {
    private SessionFuzz() {}

    /** Reads what the fuzzer made. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        ForeignBytes.SESSION.read(bytes);
    }
}
