package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendLostException;
import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
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
