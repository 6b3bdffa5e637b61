package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.finding.Finding;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFacts;
import java.util.List;
import java.util.Optional;

/** The contexts of one session's backend as they were last seen, and whether they still are so. */
final class LastLook {
    private Optional<Snapshot> seen = Optional.empty();

    /** Whether nothing of the user's has run on the backend since. */
    private boolean isCurrent;

    /** Whether it has been judged since, which leaves traces of its own. */
    private boolean judgedSince;

    /** The newest tree that was seen; empty before the first look at a backend. */
    Optional<Snapshot> seen() {
        return seen;
    }

    /** Something of the user's has run on the backend. */
    void outdated() {
        isCurrent = false;
    }

    /** The backend has gone. */
    void forget() {
        seen = Optional.empty();
        isCurrent = false;
    }

    /** The tree now; empty in a failed transaction. */
    Optional<Snapshot> now(Backend backend) {
        Optional<Snapshot> snapshot = backend.snapshot();
        seen = snapshot.or(() -> seen);
        isCurrent = snapshot.isPresent();
        judgedSince = false;
        return snapshot;
    }

    /** The tree now, without a second look where nothing has run since the last one. */
    Optional<Snapshot> current(Backend backend) {
        return isCurrent ? seen : now(backend);
    }

    /**
     * The tree before a statement. In a failed transaction it is the tree before the transaction failed, so that what a
     * ROLLBACK changes is seen, too.
     */
    Optional<Snapshot> beforeStatement(Backend backend) {
        return isCurrent && !judgedSince ? seen : now(backend).or(() -> seen);
    }

    /**
     * What a statement left, unless the look at the tree after it, or a glance if there was none, says that there is
     * nothing. Judging is a statement itself: it comes after the look, so that its own traces are not taken for those of the
     * one that is judged.
     */
    List<Finding> judge(Backend backend, Optional<Snapshot> after) {
        Optional<SnapshotFacts> facts = after.map(Snapshot::facts).or(backend::glance);
        if (facts.isPresent() && !facts.get().mayHaveFindings()) {
            return List.of();
        }
        judgedSince = true;
        return backend.judge();
    }
}
