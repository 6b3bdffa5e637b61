package dev.memcheck.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final Snapshot SNAPSHOT = SnapshotDrawing.of("""
            TopMemoryContext 100/160
              CacheMemoryContext 200/1024
                CatCache "pg_class" 30 slab
                CatCache "pg_proc" 40
              MessageContext 50 statement
                Executor State 60
            """);

    @Test
    void keepsPreOrderAndChildrenOfEachNode() {
        assertThat(SNAPSHOT.nodes())
                .extracting(ContextNode::name)
                .containsExactly(
                        "TopMemoryContext",
                        "CacheMemoryContext",
                        "CatCache",
                        "CatCache",
                        "MessageContext",
                        "Executor State");
        assertThat(SNAPSHOT.children(SNAPSHOT.root().key()))
                .extracting(ContextNode::name)
                .containsExactly("CacheMemoryContext", "MessageContext");
        assertThat(SNAPSHOT.children(node("CacheMemoryContext").key()))
                .extracting(ContextNode::ident)
                .containsExactly("pg_class", "pg_proc");
        assertThat(SNAPSHOT.children(node("CatCache").key())).isEmpty();
        assertThat(SNAPSHOT.children(new NodeKey(1))).isEmpty();
    }

    @Test
    void childrenCannotBeChangedFromOutside() {
        assertThatThrownBy(() -> SNAPSHOT.children(SNAPSHOT.root().key()).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void pathLeadsFromTheRootToTheNode() {
        assertThat(SNAPSHOT.path(node("Executor State").key()))
                .containsExactly("TopMemoryContext", "MessageContext", "Executor State");
        assertThat(SNAPSHOT.path(new NodeKey(1))).isEmpty();
    }

    @Test
    void countsBytes() {
        assertThat(SNAPSHOT.root().usedBytes()).isEqualTo(100);
        assertThat(SNAPSHOT.root().freeBytes()).isEqualTo(60);
    }

    @Test
    void refusesAChildBeforeItsParent() {
        ContextNode root = SNAPSHOT.root();
        ContextNode cache = node("CacheMemoryContext");
        ContextNode catCache = node("CatCache");
        assertThatThrownBy(() -> Snapshot.of(1, 1, Instant.EPOCH, List.of(root, catCache, cache)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(catCache.key().toString())
                .hasMessageContaining("before its parent");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        ContextNode root = SNAPSHOT.root();
        ContextNode cache = node("CacheMemoryContext");
        assertThatThrownBy(() -> Snapshot.of(1, 1, Instant.EPOCH, List.of(root, cache, cache)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void refusesATreeWithoutRoot() {
        assertThatThrownBy(() -> Snapshot.of(1, 1, Instant.EPOCH, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("root");
    }

    @Test
    void aNodeWithoutParentIsAtLevelZeroAndNowhereElse() {
        assertThatThrownBy(() -> new ContextNode(
                        new NodeKey(1),
                        Optional.empty(),
                        2,
                        "stray",
                        "",
                        ContextKind.ALLOC_SET,
                        Lifetime.BACKEND,
                        false,
                        false,
                        0,
                        0,
                        0,
                        0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("level 2")
                .hasMessageContaining("stray");
    }

    @Test
    void keysAreUnsigned() {
        NodeKey huge = new NodeKey(-1);
        assertThat(huge).hasToString("18446744073709551615").isGreaterThan(new NodeKey(1));
    }

    @Test
    void codesOfANewerExtensionAreUnknown() {
        assertThat(ContextKind.ofCode(3)).isEqualTo(ContextKind.SLAB);
        assertThat(ContextKind.ofCode(99)).isEqualTo(ContextKind.UNKNOWN);
        assertThat(Lifetime.ofCode(2)).isEqualTo(Lifetime.TRANSACTION);
        assertThat(Lifetime.ofCode(99)).isEqualTo(Lifetime.UNKNOWN);
    }

    @Test
    void drawingGivesKindAndLifetime() {
        assertThat(node("CatCache").kind()).isEqualTo(ContextKind.SLAB);
        assertThat(node("Executor State").lifetime()).isEqualTo(Lifetime.STATEMENT);
        assertThatThrownBy(() -> SnapshotDrawing.of("TopMemoryContext"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TopMemoryContext");
    }

    private static ContextNode node(String name) {
        return SnapshotDrawing.node(SNAPSHOT, name);
    }
}
