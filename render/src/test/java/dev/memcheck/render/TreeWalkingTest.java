package dev.memcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeFilter;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreePlace;
import dev.memcheck.render.tree.TreeRow;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSearch;
import dev.memcheck.render.tree.TreeSort;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From a row to its neighbors, to what is searched for, and to the same row of another tree. */
class TreeWalkingTest {
    private static final SnapshotDiff DIFF = TreePicture.diff("""
            TopMemoryContext 100
              a 1
                a1 1
                  needle 1
              b 1
              leaky 1 ~ 10
                needle 1
            """, """
            TopMemoryContext 100
              a 1
                a1 1
                  needle 1
              b 1
              leaky 1 ~ 10
                needle 1
              d 1
                needle 2
            """);

    @Test
    void goesToNeighbors() {
        TreeRows rows = TreePicture.rows(DIFF);
        assertThat(TreePicture.of(rows)).isEqualTo("""
                  v TopMemoryContext
                + |-v d
                + | `-- needle
                  `-> 12 unchanged
                """);
        assertThat(rows.parentOf(0)).isEmpty();
        assertThat(rows.parentOf(2)).hasValue(1);
        assertThat(rows.firstChildOf(0)).hasValue(1);
        assertThat(rows.firstChildOf(3)).isEmpty();
        assertThat(rows.siblingOf(1, 1)).hasValue(3);
        assertThat(rows.siblingOf(3, 1)).isEmpty();
        assertThat(rows.siblingOf(3, -9)).hasValue(1);
        assertThat(rows.pathOf(2)).containsExactly("TopMemoryContext", "d", "needle");
        assertThat(rows.pathOf(3)).containsExactly("TopMemoryContext");
    }

    @Test
    void aRowOfAFindingBelongsToItsNode() {
        TreeRows rows = TreePicture.rows(
                DIFF,
                FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext", "d").finding(),
                FindingSample.of(CheckType.MALLOC_LEAK).finding());
        assertThat(rows.parentOf(2)).hasValue(1);
        assertThat(rows.placeOf(2).node()).isEqualTo(rows.placeOf(1).node());
        assertThat(rows.pathOf(2)).containsExactly("TopMemoryContext", "d");
        int elsewhere = rows.size() - 1;
        assertThat(rows.pathOf(elsewhere)).isEmpty();
        assertThat(rows.placeOf(elsewhere).node()).isEmpty();
        assertThat(rows.rowNearest(rows.placeOf(elsewhere))).isEqualTo(elsewhere);
        TreeSearch findings = rows.search(TreeFilter.findings());
        assertThat(findings.after(0)).hasValue(1);
        assertThat(findings.after(1)).hasValue(elsewhere - 1);
        assertThat(findings.before(0)).hasValue(elsewhere - 1);
    }

    @Test
    void findsInTheOrderOfRowsAndOpensTheWay() {
        TreeRows rows = TreePicture.rows(DIFF);
        TreeSearch needles = rows.search(TreeFilter.named("needle"));
        assertThat(needles.count()).isEqualTo(3);
        assertThat(needles.from(0)).hasValue(2);
        assertThat(needles.after(2)).hasValue(6);
        assertThat(TreePicture.of(rows)).isEqualTo("""
                  v TopMemoryContext
                + |-v d
                + | `-- needle
                  `-v 12 unchanged
                    |-v a
                    | `-v a1
                    |   `-- needle
                    |-- b
                    |-- leaky
                    |-- leaky
                    |-- leaky
                    |-- leaky
                    |-- leaky
                    `-> 5 others "leaky"
                """);
        int last = needles.after(6).orElseThrow();
        assertThat(rows.pathOf(last)).containsExactly("TopMemoryContext", "leaky", "needle");
        assertThat(last).isEqualTo(rows.size() - 1);
        assertThat(needles.after(last)).hasValue(2);
        assertThat(needles.before(2)).hasValue(last);
        assertThat(rows.search(TreeFilter.named("nowhere")).after(0)).isEmpty();
        assertThat(rows.search(TreeFilter.named("nowhere")).before(0)).isEmpty();
        assertThat(rows.search(TreeFilter.named("^TopM")).before(0)).hasValue(0);
    }

    @Test
    void aPlaceIsFoundAgainOrItsNearestAncestor() {
        TreeRows open = TreePicture.rows(DIFF);
        open.openAll();
        TreePlace deep = open.placeOf(
                open.rowOf(SnapshotDrawing.node(DIFF.after(), "needle").key()).orElseThrow());
        TreePlace gone = open.placeOf(2);
        assertThat(deep.node()).isNotEqualTo(gone.node());

        TreeRows folded = TreePicture.rows(DIFF);
        assertThat(folded.rowNearest(deep)).isEqualTo(3);
        folded.toggle(0);
        assertThat(folded.rowNearest(deep)).isZero();

        Snapshot without = SnapshotDrawing.of(3, "TopMemoryContext 100\n  d 1\n  z 1\n");
        TreeRows later = TreeRows.of(TreeSubject.of(without, List.of()), TreeOptions.defaults(), new FoldState());
        assertThat(later.rowNearest(gone)).isEqualTo(1);
        assertThat(later.rowNearest(deep)).isZero();
    }

    @Test
    void isShownInAnotherWayWithoutBeingMadeAnew() {
        TreeRows rows = TreePicture.rows(DIFF);
        for (TreeOptions options : List.of(
                TreeOptions.defaults().withSort(TreeSort.NAME),
                TreeOptions.defaults().withFilter(TreeFilter.not(TreeFilter.changed())),
                TreeOptions.defaults().withTransientChanges(true).withObserver(true))) {
            TreeRows fresh = TreeRows.of(rows.subject(), options, new FoldState());
            assertThat(TreePicture.of(rows.with(options, new FoldState()))).isEqualTo(TreePicture.of(fresh));
        }
    }

    @Test
    void foldsToDepths() {
        TreeRows rows = TreePicture.rows(DIFF);
        rows.foldTo(1);
        assertThat(TreePicture.of(rows)).isEqualTo("""
                  v TopMemoryContext
                + |-> d
                  `-> 12 unchanged
                """);
        rows.openAll();
        assertThat(rows.size()).isEqualTo(DIFF.after().nodes().size() + 2);
        rows.foldTo(0);
        assertThat(rows.size()).isEqualTo(1);
        rows.openToFork(0);
        assertThat(rows.size()).isEqualTo(3);
    }

    /** Each against the plain search in a tree that is all open. */
    @Test
    void findsAllThatThereIsWhateverIsFolded() {
        Random random = new Random(7);
        for (int round = 0; round < 30; round++) {
            Snapshot snapshot = SnapshotDrawing.of(randomTree(random));
            TreeSubject subject = TreeSubject.of(snapshot, List.of());
            TreeRows open = TreeRows.of(subject, TreeOptions.defaults(), new FoldState());
            open.openAll();
            List<TreePlace> expected = new ArrayList<>();
            for (int row = 0; row < open.size(); row++) {
                if (open.rows(row, 1).get(0) instanceof TreeRow.Node node
                        && node.node().node().name().equals("n1")) {
                    expected.add(open.placeOf(row));
                }
            }
            TreeRows rows = TreeRows.of(subject, TreeOptions.defaults(), new FoldState());
            TreeSearch search = rows.search(TreeFilter.named("n1"));
            List<TreePlace> down = new ArrayList<>();
            List<TreePlace> up = new ArrayList<>();
            int row = 0;
            for (int step = 0; step < expected.size(); step++) {
                row = search.after(row).orElseThrow();
                down.add(rows.placeOf(row));
            }
            row = 0;
            for (int step = 0; step < expected.size(); step++) {
                row = search.before(row).orElseThrow();
                up.add(0, rows.placeOf(row));
            }
            assertThat(down).isEqualTo(expected);
            assertThat(up).isEqualTo(expected);
        }
    }

    private static String randomTree(Random random) {
        StringBuilder drawing = new StringBuilder("TopMemoryContext 1\n");
        int level = 0;
        for (int line = 0; line < 80; line++) {
            level = 1 + random.nextInt(Math.min(level + 1, 8));
            drawing.append("  ".repeat(level))
                    .append('n')
                    .append(random.nextInt(3))
                    .append(" 1\n");
        }
        return drawing.toString();
    }
}
