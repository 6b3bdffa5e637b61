package dev.memcheck.fuzz;

/** For the coverage-guided fuzzer, which test/faults/fuzz runs. */
public final class SnapshotFuzz {
    private SnapshotFuzz() {}

    /** Reads what the fuzzer made. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        ForeignBytes.SNAPSHOT.read(bytes);
    }
}
