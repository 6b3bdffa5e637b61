package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendLostException;
import dev.memcheck.snapshot.Snapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process answers: its PID, and when it started, since a PID comes again. It is one for the whole life of a connection,
 * unless a connection pooler hands out backends anew for each transaction: then a window is open in one of them and statements
 * run in another.
 */
final class BackendIdentity {
    private Optional<Process> first = Optional.empty();

    /**
     * Takes note of who took a snapshot.
     *
     * @throws BackendLostException if another process took the ones before it
     */
    Snapshot check(Snapshot snapshot) {
        Process now = new Process(snapshot.backendPid(), snapshot.facts().startedAt());
        if (!first.orElse(now).isSame(now)) {
            throw new BackendLostException(
                    "another backend answers now (" + now + ", before it was "
                            + first.get().comparedWith(now)
                            + "): a connection pooler hands them out by transaction. Connect to the server itself, or set"
                            + " pool_mode = session for this database in pgbouncer",
                    Optional.empty(),
                    null);
        }
        first = Optional.of(now);
        return snapshot;
    }

    private record Process(int pid, Optional<Instant> startedAt) {
        boolean isSame(Process other) {
            return pid == other.pid && startedAt.equals(other.startedAt);
        }

        /** The PID, which is enough to tell two apart, or when it started. */
        String comparedWith(Process other) {
            return pid != other.pid
                    ? toString()
                    : "one of the same PID that had started at "
                            + startedAt.map(Instant::toString).orElse("another time");
        }

        @Override
        public String toString() {
            return "PID " + pid;
        }
    }
}
