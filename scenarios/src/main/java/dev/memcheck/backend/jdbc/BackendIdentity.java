package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendLostException;
import dev.memcheck.snapshot.Snapshot;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which process answers. It is one for the whole life of a connection, unless a connection pooler hands out backends anew for
 * each transaction: then a window is open in one of them and statements run in another.
 */
final class BackendIdentity {
    private OptionalInt first = OptionalInt.empty();

    /**
     * Takes note of who took a snapshot.
     *
     * @throws BackendLostException if another process took the ones before it
     */
    Snapshot check(Snapshot snapshot) {
        int pid = snapshot.backendPid();
        if (first.orElse(pid) != pid) {
            throw new BackendLostException(
                    "another backend answers now (PID " + pid + ", before it was PID " + first.getAsInt()
                            + "): a connection pooler hands them out by transaction. Connect to the server itself, or set"
                            + " pool_mode = session for this database in pgbouncer",
                    Optional.empty(),
                    null);
        }
        first = OptionalInt.of(pid);
        return snapshot;
    }
}
