package dev.memcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRow;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Large trees are right, too. How long they take is for the benchmarks to say. */
class TreeScaleTest {
    private static final int NODES = 100_000;

    @Test
    void manySiblingsOfManyNames() {
        TreeRows rows = rows(number -> 0, true);
        assertThat(rows.size()).isEqualTo(7);
        TreeRow.Group alike = (TreeRow.Group) rows.rows(6, 1).get(0);
        assertThat(alike.kind()).isEqualTo(TreeRow.GroupKind.ALIKE);
        assertThat(alike.name()).isEqualTo("n%");
        assertThat(alike.count()).isEqualTo(NODES - 6);
        rows.toggle(6);
        assertThat(rows.size()).isEqualTo(NODES + 1);
        assertThat(names(rows, 0, 3)).containsExactly("n0", "n1", "n2");
        assertThat(names(rows, 77_778, 2)).containsExactly("n77777", "n77778");
        assertThat(names(rows, NODES, 10)).containsExactly("n" + (NODES - 1));
        assertThat(rows.rowOf(new NodeKey(54_322))).hasValue(54_322);
        rows.toggle(0);
        assertThat(rows.size()).isEqualTo(1);
    }

    @Test
    void manySiblingsOfOneName() {
        TreeRows rows = rows(number -> 0, false);
        assertThat(rows.size()).isEqualTo(7);
        TreeRow.Group others = (TreeRow.Group) rows.rows(6, 1).get(0);
        assertThat(others.count()).isEqualTo(NODES - 6);
        rows.toggle(6);
        assertThat(rows.size()).isEqualTo(NODES + 1);
        assertThat(rows.rowOf(new NodeKey(NODES))).hasValue(NODES);
    }

    @Test
    void aWideAndDeepTree() {
        TreeRows rows = rows(number -> (number - 1) / 5, true);
        assertThat(rows.size()).isEqualTo(NODES);
        List<TreeRow> all = rows.rows(0, Integer.MAX_VALUE);
        for (int from = 0; from < NODES; from += 9_973) {
            assertThat(rows.rows(from, 40)).isEqualTo(all.subList(from, Math.min(NODES, from + 40)));
        }
        int second = rows.rowOf(new NodeKey(3)).orElseThrow();
        int below = second - rows.rowOf(new NodeKey(2)).orElseThrow();
        rows.toggle(1);
        assertThat(rows.size()).isEqualTo(NODES - below + 1);
        assertThat(rows.rowOf(new NodeKey(3))).hasValue(2);
        rows.toggle(1);
        assertThat(rows.rows(0, Integer.MAX_VALUE)).isEqualTo(all);
    }

    @Test
    void oneLongChain() {
        TreeRows rows = rows(number -> number - 1, true);
        assertThat(rows.size()).isEqualTo(NODES);
        assertThat(rows.rows(60, 1).get(0).depth()).isEqualTo(60);
        // with a guide for each of its levels a row would take as long as it is deep
        assertThat(rows.rows(NODES - 5_000, 5_000)).hasSize(5_000).allMatch(row -> row.depth() == 100);
        rows.toggle(50_000);
        assertThat(rows.size()).isEqualTo(50_001);
    }

    /** A tree with the given parent of each node but the first, opened to its leaves. */
    private static TreeRows rows(IntUnaryOperator parent, boolean manyNames) {
        int[] parents = new int[NODES];
        int[] levels = new int[NODES];
        for (int number = 1; number < NODES; number++) {
            parents[number] = parent.applyAsInt(number);
            levels[number] = levels[parents[number]] + 1;
        }
        List<ContextNode> nodes = new ArrayList<>();
        for (int number = 0; number < NODES; number++) {
            Optional<NodeKey> parentKey =
                    number == 0 ? Optional.empty() : Optional.of(new NodeKey(parents[number] + 1));
            String name = manyNames || number == 0 ? "n" + number : "leaky";
            nodes.add(node(new NodeKey(number + 1), parentKey, levels[number], name));
        }
        Snapshot snapshot = Snapshot.of(1, 1, Instant.EPOCH, nodes);
        TreeOptions options = TreeOptions.defaults().withOpenDepth(NODES);
        return TreeRows.of(TreeSubject.of(snapshot, List.of()), options, new FoldState());
    }

    private static ContextNode node(NodeKey key, Optional<NodeKey> parent, int level, String name) {
        return new ContextNode(
                key, parent, level, name, "", ContextKind.ALLOC_SET, Lifetime.BACKEND, false, false, 1024, 24, 1, 0);
    }

    private static List<String> names(TreeRows rows, int from, int count) {
        return rows.rows(from, count).stream()
                .map(row -> ((TreeRow.Node) row).node().node().name())
                .toList();
    }
}
