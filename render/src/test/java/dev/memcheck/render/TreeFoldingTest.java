package dev.memcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What opening and closing does to the rows. */
class TreeFoldingTest {
    private static final String BEFORE = """
            TopMemoryContext 100
              a 1
                a1 1
              b 1
                b1 1
              c 1
            """;
    private static final String AFTER = BEFORE + "  d 1\n    d1 1\n";
    private static final SnapshotDiff DIFF = TreePicture.diff(BEFORE, AFTER);

    @Test
    void aGroupOpensInPlace() {
        TreeRows rows = TreePicture.rows(DIFF);
        assertThat(TreePicture.of(rows)).isEqualTo("""
                  v TopMemoryContext
                + |-v d
                + | `-- d1
                  `-> 3 unchanged
                """);
        rows.toggle(3);
        rows.toggle(4);
        assertThat(TreePicture.of(rows)).isEqualTo("""
                  v TopMemoryContext
                + |-v d
                + | `-- d1
                  `-v 3 unchanged
                    |-v a
                    | `-- a1
                    |-> b
                    `-- c
                """);
        rows.toggle(1);
        rows.toggle(2);
        assertThat(TreePicture.of(rows)).isEqualTo("""
                  v TopMemoryContext
                + |-> d
                  `-> 3 unchanged
                """);
    }

    @Test
    void whatWasOpenInsideStaysOpen() {
        TreeRows rows = TreePicture.rows(DIFF);
        String whole = TreePicture.of(rows);
        rows.toggle(0);
        assertThat(TreePicture.of(rows)).isEqualTo("  > TopMemoryContext\n");
        rows.toggle(0);
        assertThat(TreePicture.of(rows)).isEqualTo(whole);
    }

    @Test
    void aLeafIsNotToggled() {
        TreeRows rows = TreePicture.rows(DIFF);
        String whole = TreePicture.of(rows);
        rows.toggle(2);
        assertThat(TreePicture.of(rows)).isEqualTo(whole);
    }

    @Test
    void holdsInALaterSnapshot() {
        FoldState folds = new FoldState();
        TreeRows rows = TreeRows.of(TreeSubject.of(DIFF, List.of()), TreeOptions.defaults(), folds);
        rows.toggle(3);
        rows.toggle(1);
        Snapshot later = SnapshotDrawing.of(3, AFTER.replace("TopMemoryContext 100", "TopMemoryContext 200"));
        TreeRows laterRows = TreeRows.of(
                TreeSubject.of(SnapshotDiff.between(DIFF.before(), later), List.of()), TreeOptions.defaults(), folds);
        assertThat(TreePicture.of(laterRows)).isEqualTo("""
                ^ v TopMemoryContext
                + |-> d
                  `-v 3 unchanged
                    |-> a
                    |-> b
                    `-- c
                """);
        folds.clear();
        assertThat(TreePicture.of(TreeRows.of(laterRows.subject(), TreeOptions.defaults(), folds)))
                .contains("+ |-v d\n", "  `-> 3 unchanged\n");
    }

    @Test
    void findsTheRowOfANode() {
        TreeRows rows = TreePicture.rows(DIFF);
        NodeKey a1 = SnapshotDrawing.node(DIFF.after(), "a1").key();
        NodeKey d1 = SnapshotDrawing.node(DIFF.after(), "d1").key();
        assertThat(rows.rowOf(DIFF.after().root().key())).hasValue(0);
        assertThat(rows.rowOf(d1)).hasValue(2);
        assertThat(rows.rowOf(a1)).isEmpty();
        rows.toggle(3);
        rows.toggle(4);
        assertThat(rows.rowOf(a1)).hasValue(5);
        rows.toggle(3);
        assertThat(rows.rowOf(a1)).isEmpty();
    }

    /** The sums of rows are kept up step by step; made anew from the same folds they must be the same. */
    @Test
    void anyOrderOfOpeningAndClosingGivesTheRowsOfAFreshTree() {
        Random random = new Random(20);
        Snapshot snapshot = SnapshotDrawing.of(randomTree(random, 400));
        FoldState folds = new FoldState();
        TreeSubject subject = TreeSubject.of(snapshot, List.of());
        TreeRows rows = TreeRows.of(subject, TreeOptions.defaults(), folds);
        for (int step = 0; step < 500; step++) {
            rows.toggle(random.nextInt(rows.size()));
            TreeRows fresh = TreeRows.of(subject, TreeOptions.defaults(), folds);
            assertThat(rows.rows(0, Integer.MAX_VALUE)).isEqualTo(fresh.rows(0, Integer.MAX_VALUE));
            int from = random.nextInt(rows.size());
            assertThat(rows.rows(from, 7))
                    .isEqualTo(fresh.rows(0, Integer.MAX_VALUE).subList(from, Math.min(from + 7, fresh.size())));
        }
    }

    private static String randomTree(Random random, int nodes) {
        List<String> lines = new ArrayList<>(List.of("TopMemoryContext 1"));
        int level = 0;
        while (lines.size() < nodes) {
            level = 1 + random.nextInt(Math.min(level + 1, 12));
            lines.add("  ".repeat(level) + "n" + random.nextInt(4) + " 1");
        }
        return String.join("\n", lines);
    }
}
