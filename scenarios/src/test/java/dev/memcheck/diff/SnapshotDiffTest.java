package dev.memcheck.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotDiffTest {
    private static final Snapshot BEFORE = SnapshotDrawing.of(1, """
            TopMemoryContext 100
              cache 200
              shrinking 80
              dropped 70
                below dropped 10
              recreated 50 #7
            """);
    private static final Snapshot AFTER = SnapshotDrawing.of(2, """
            TopMemoryContext 164
              cache 200
              shrinking 30
              recreated 50 #8
              fresh 40
            """);
    private static final SnapshotDiff DIFF = SnapshotDiff.between(BEFORE, AFTER);

    @Test
    void sayWhatBecameOfEachNode() {
        assertThat(change(AFTER, "TopMemoryContext")).isEqualTo(Change.GROWN);
        assertThat(change(AFTER, "cache")).isEqualTo(Change.UNCHANGED);
        assertThat(change(AFTER, "shrinking")).isEqualTo(Change.SHRUNK);
        assertThat(change(AFTER, "fresh")).isEqualTo(Change.APPEARED);
        assertThat(change(BEFORE, "dropped")).isEqualTo(Change.GONE);
        assertThat(change(BEFORE, "below dropped")).isEqualTo(Change.GONE);
    }

    @Test
    void aContextRecreatedUnderTheSameNameIsAnotherOne() {
        assertThat(DIFF.of(new NodeKey(7)).orElseThrow().change()).isEqualTo(Change.GONE);
        assertThat(DIFF.of(new NodeKey(8)).orElseThrow().change()).isEqualTo(Change.APPEARED);
    }

    @Test
    void aMissingSideCountsAsNothing() {
        assertThat(nodeDiff(AFTER, "fresh").usedDelta()).isEqualTo(40);
        assertThat(nodeDiff(BEFORE, "dropped").usedDelta()).isEqualTo(-70);
        assertThat(nodeDiff(AFTER, "TopMemoryContext").usedDelta()).isEqualTo(64);
    }

    @Test
    void growthIsOfUsedBytesNotOfBlocks() {
        NodeDiff roomier = only(
                SnapshotDrawing.of(1, "TopMemoryContext 100/160"), SnapshotDrawing.of(2, "TopMemoryContext 100/1024"));
        assertThat(roomier.change()).isEqualTo(Change.UNCHANGED);
        NodeDiff fuller = only(
                SnapshotDrawing.of(1, "TopMemoryContext 100/1024"), SnapshotDrawing.of(2, "TopMemoryContext 101/1024"));
        assertThat(fuller.change()).isEqualTo(Change.GROWN);
    }

    @Test
    void listsTheLaterTreeFirstThenWhatIsGone() {
        assertThat(DIFF.changed())
                .extracting(node -> node.node().name())
                .containsExactly(
                        "TopMemoryContext", "shrinking", "recreated", "fresh", "dropped", "below dropped", "recreated");
    }

    @Test
    void comparesByKeyWhereverANodeStands() {
        SnapshotDiff diff = SnapshotDiff.between(SnapshotDrawing.of(1, """
                TopMemoryContext 100
                  first 10
                  second 20 #7
                  third 30
                """), SnapshotDrawing.of(2, """
                TopMemoryContext 100
                  new 5
                  third 31
                    second 20 #7
                  first 10
                """));
        assertThat(diff.changed())
                .extracting(node -> node.node().name() + " " + node.change())
                .containsExactly("new APPEARED", "third GROWN");
        assertThat(diff.of(new NodeKey(7)).orElseThrow().change()).isEqualTo(Change.UNCHANGED);
        assertThat(diff.of(new NodeKey(8))).isEmpty();
    }

    @Test
    void anEqualSnapshotDiffersNowhere() {
        SnapshotDiff same = SnapshotDiff.between(BEFORE, BEFORE);
        assertThat(same.changed()).isEmpty();
        assertThat(same.retainedBytes()).isZero();
    }

    @Test
    void retainedCountsOnlyWhatLivesAsLongAsTheBackendAndIsNotOurs() {
        SnapshotDiff diff = SnapshotDiff.between(
                SnapshotDrawing.of(1, "TopMemoryContext 100\n  going 30"), SnapshotDrawing.of(2, """
                        TopMemoryContext 110
                          memcheck 1000 observer
                          PgStat Pending 700 clock
                          MessageContext 500 statement
                            query 200
                          TopTransactionContext 300 transaction
                        """));
        assertThat(diff.retainedBytes()).isEqualTo(10 - 30);
    }

    @Test
    void retainedCountsAContextThatIsKeptAfterAll() {
        SnapshotDiff diff = SnapshotDiff.between(
                SnapshotDrawing.of(1, "TopMemoryContext 100\n  MessageContext 5 statement\n    kept 40 #7"),
                SnapshotDrawing.of(2, "TopMemoryContext 100\n  MessageContext 5 statement\n  kept 40 #7"));
        assertThat(diff.retainedBytes()).isEqualTo(40);
    }

    @Test
    void retainedCountsEverythingWhereLifetimesAreUnknown() {
        SnapshotDiff diff = SnapshotDiff.between(
                SnapshotDrawing.of(1, "TopMemoryContext 100 unknown"),
                SnapshotDrawing.of(2, "TopMemoryContext 110 unknown\n  MessageContext 500"));
        assertThat(diff.retainedBytes()).isEqualTo(510);
    }

    @Test
    void refusesSnapshotsOfTwoBackends() {
        Snapshot other = Snapshot.of(99, 1, Instant.EPOCH, List.of(BEFORE.root()));
        assertThatThrownBy(() -> SnapshotDiff.between(BEFORE, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4711")
                .hasMessageContaining("99");
    }

    @Test
    void aDifferenceHasAtLeastOneSide() {
        assertThatThrownBy(() -> new NodeDiff(Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Change change(Snapshot snapshot, String name) {
        return nodeDiff(snapshot, name).change();
    }

    private static NodeDiff nodeDiff(Snapshot snapshot, String name) {
        ContextNode node = SnapshotDrawing.node(snapshot, name);
        return DIFF.of(node.key()).orElseThrow();
    }

    private static NodeDiff only(Snapshot before, Snapshot after) {
        return SnapshotDiff.between(before, after).of(after.root().key()).orElseThrow();
    }
}
