package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendLostException;
import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackendIdentityTest {
    @Test
    void aPoolerThatHandsOutAnotherBackendIsNamed() {
        BackendIdentity identity = new BackendIdentity();
        identity.check(of(7));

        assertThat(identity.check(of(7)).backendPid()).isEqualTo(7);
        assertThatThrownBy(() -> identity.check(of(8)))
                .isInstanceOf(BackendLostException.class)
                .hasMessageContaining("PID 8, before it was PID 7")
                .hasMessageContaining("pool_mode = session");
    }

    @Test
    void aPidThatComesAgainIsAnotherBackend() {
        BackendIdentity identity = new BackendIdentity();
        identity.check(startedAt(7, "2026-01-02T03:04:05.000006Z"));

        assertThat(identity.check(startedAt(7, "2026-01-02T03:04:05.000006Z")).backendPid())
                .isEqualTo(7);
        assertThatThrownBy(() -> identity.check(startedAt(7, "2026-01-02T03:04:05.000007Z")))
                .isInstanceOf(BackendLostException.class)
                .hasMessageContaining(
                        "PID 7, before it was one of the same PID that had started at 2026-01-02T03:04:05.000006Z")
                .hasMessageContaining("pool_mode = session");
    }

    private static Snapshot startedAt(int pid, String time) {
        return of(pid).with(new SnapshotFacts(0, false, true, Optional.of(Instant.parse(time))));
    }

    private static Snapshot of(int pid) {
        ContextNode root = new ContextNode(
                new NodeKey(1),
                Optional.empty(),
                0,
                "TopMemoryContext",
                "",
                ContextKind.ALLOC_SET,
                Lifetime.BACKEND,
                false,
                false,
                1,
                0,
                1,
                0);
        return Snapshot.of(pid, 1, Instant.EPOCH, List.of(root));
    }
}
