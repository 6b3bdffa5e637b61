package dev.memcheck.fuzz;

/** For the coverage-guided fuzzer, which test/faults/fuzz runs. */
public final class CaptureFuzz {
    private CaptureFuzz() {}

    /** Reads what the fuzzer made. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        ForeignBytes.CAPTURE.read(bytes);
    }
}
