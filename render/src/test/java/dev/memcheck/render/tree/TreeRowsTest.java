package dev.memcheck.render.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.diff.Change;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.render.TreePicture;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeRowsTest {
    private static final SnapshotDiff DIFF = TreePicture.diff("""
            TopMemoryContext 100
              dropped 70
                below dropped 10
              cache 200
                CatCache "ident" 30
                RelCache 40
                growing 50
              other cache 10
              errors 10
              MessageContext 40 statement
                plan 10
                portal gone 5
            """, """
            TopMemoryContext 100
              cache 200
                CatCache "ident" 30
                RelCache 40
                growing 60
                  fresh 10
              other cache 10
              errors 5
              MessageContext 400 statement
                plan 10
                new plan 10
              memcheck 900 observer
                memcheck buffer 100
            """);

    @Test
    void isFoldedToWhatChanged() {
        assertThat(TreePicture.of(TreePicture.rows(DIFF))).isEqualTo("""
                  v TopMemoryContext
                  |-v cache
                ^ | |-v growing
                + | | `-- fresh
                  | `-> 2 unchanged
                v |-- errors
                - |-v dropped
                - | `-- below dropped
                  `-> 2 unchanged
                """);
    }

    @Test
    void nothingChangedIsOneRow() {
        SnapshotDiff same = SnapshotDiff.between(DIFF.after(), DIFF.after());
        TreeRows rows = TreePicture.rows(same);
        assertThat(TreePicture.of(rows)).isEqualTo("  > TopMemoryContext\n");
    }

    @Test
    void thereIsNothingToReportWithoutAChangeThatCountsOrAFinding() {
        TreeOptions options = TreeOptions.defaults();
        SnapshotDiff same = SnapshotDiff.between(DIFF.after(), DIFF.after());
        SnapshotDiff quiet = TreePicture.diff("""
                TopMemoryContext 100
                  MessageContext 10 statement
                  PgStat Pending 10 clock
                  memcheck 10 observer
                """, """
                TopMemoryContext 100
                  MessageContext 20 statement
                    plan 10
                  PgStat Pending 20 clock
                  memcheck 20 observer
                """);

        assertThat(TreeSubject.of(same, List.of()).isQuiet(options)).isTrue();
        assertThat(TreeSubject.of(quiet, List.of()).isQuiet(options)).isTrue();
        assertThat(TreePicture.of(TreePicture.rows(quiet))).isEqualTo("  > TopMemoryContext\n");
        assertThat(TreeSubject.of(quiet, List.of()).isQuiet(options.withTransientChanges(true)))
                .isFalse();
        assertThat(TreeSubject.of(quiet, List.of()).isQuiet(options.withObserver(true)))
                .isFalse();
        assertThat(TreeSubject.of(DIFF, List.of()).isQuiet(options)).isFalse();
        assertThat(TreeSubject.of(
                                same,
                                List.of(FindingSample.of(CheckType.CHUNK_LEAK).finding()))
                        .isQuiet(options))
                .isFalse();
    }

    @Test
    void whatComesAndGoesWithTheStatementIsChangedOnlyIfAskedFor() {
        assertThat(picture(TreeOptions.defaults().withTransientChanges(true)))
                .contains("^ |-v MessageContext\n", "+ | |-- new plan\n", "- | `-- portal gone\n");
    }

    @Test
    void aTransientContextWithAFindingIsShown() {
        Finding finding = FindingSample.of(CheckType.STATEMENT_BLOAT, "TopMemoryContext", "MessageContext", "plan")
                .finding();
        assertThat(TreePicture.of(TreePicture.rows(DIFF, finding))).contains("""
                  |-v MessageContext
                  | |-- plan
                  | |   leak_top (buggy_ext) at buggy_ext.c:41: 128 bytes in 1 chunk
                  | `-- new plan
                """);
    }

    @Test
    void ourOwnContextsAreShownOnlyIfAskedFor() {
        assertThat(picture(TreeOptions.defaults())).doesNotContain("memcheck");
        assertThat(picture(TreeOptions.defaults().withObserver(true))).contains("memcheck");
    }

    @Test
    void withoutADifferenceTheFirstLevelIsOpenAndNothingIsUnchanged() {
        assertThat(TreePicture.of(plain(DIFF.after(), TreeOptions.defaults()))).isEqualTo("""
                  v TopMemoryContext
                  |-> cache
                  |-- other cache
                  |-- errors
                  `-> MessageContext
                """);
    }

    @Test
    void opensToADepth() {
        assertThat(TreePicture.of(plain(DIFF.after(), TreeOptions.defaults().withOpenDepth(2))))
                .contains("  | |-- RelCache\n", "  | `-> growing\n", "    `-- new plan\n")
                .doesNotContain("fresh");
    }

    @Test
    void filters() {
        assertThat(picture(TreeOptions.defaults().withFilter(TreeFilter.changed())))
                .isEqualTo("""
                  v TopMemoryContext
                  |-v cache
                ^ | `-v growing
                + |   `-- fresh
                v |-- errors
                - `-v dropped
                -   `-- below dropped
                """);
        assertThat(picture(TreeOptions.defaults().withFilter(TreeFilter.named("CACHE$"))))
                .isEqualTo("""
                  v TopMemoryContext
                  |-v cache
                  | |-- CatCache "ident"
                  | |-- RelCache
                ^ | `-> growing
                  `-- other cache
                """);
        assertThat(picture(TreeOptions.defaults().withFilter(TreeFilter.atLeast(100))))
                .isEqualTo("""
                  v TopMemoryContext
                  |-- cache
                  `-- MessageContext
                """);
        assertThat(picture(TreeOptions.defaults().withFilter(TreeFilter.named("("))))
                .isEqualTo("""
                  - TopMemoryContext
                """);
    }

    @Test
    void filtersByFinding() {
        Finding finding = FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext", "cache", "RelCache")
                .finding();
        TreeOptions options = TreeOptions.defaults().withFilter(TreeFilter.findings());
        assertThat(TreePicture.of(TreeRows.of(TreeSubject.of(DIFF, List.of(finding)), options, new FoldState())))
                .isEqualTo("""
                          v TopMemoryContext
                          `-v cache
                            `-- RelCache
                                leak_top (buggy_ext) at buggy_ext.c:41: 128 bytes in 1 chunk
                        """);
    }

    @Test
    void sorts() {
        Snapshot snapshot = SnapshotDrawing.of("""
                TopMemoryContext 1
                  b 30
                  a "2" 10
                  c 5
                    large 1000
                  a "1" 10
                """);
        assertThat(sorted(snapshot, TreeSort.TREE)).containsExactly("b", "a 2", "c", "a 1");
        assertThat(sorted(snapshot, TreeSort.NAME)).containsExactly("a 1", "a 2", "b", "c");
        assertThat(sorted(snapshot, TreeSort.BYTES)).containsExactly("c", "b", "a 2", "a 1");
        TreeOptions byDifference =
                TreeOptions.defaults().withSort(TreeSort.DIFFERENCE).withFilter(TreeFilter.changed());
        assertThat(picture(byDifference)).isEqualTo("""
                  v TopMemoryContext
                - |-v dropped
                - | `-- below dropped
                  |-v cache
                ^ | `-v growing
                + |   `-- fresh
                v `-- errors
                """);
    }

    @Test
    void amountsAreOfTheNodeAndOfAllBelow() {
        TreeRow.Node root = (TreeRow.Node) TreePicture.rows(DIFF).rows(0, 1).get(0);
        assertThat(root.own()).isEqualTo(new Amounts(100, 100, 0));
        assertThat(root.whole().used()).isEqualTo(100 + 200 + 30 + 40 + 60 + 10 + 10 + 5 + 400 + 10 + 10);
        assertThat(root.whole().difference()).isEqualTo(10 + 10 - 5 - 70 - 10);
        TreeRow.Node dropped = (TreeRow.Node) TreePicture.rows(DIFF).rows(6, 1).get(0);
        assertThat(dropped.own()).isEqualTo(new Amounts(0, 0, -70));
        assertThat(dropped.change()).isEqualTo(Change.GONE);
    }

    @Test
    void refusesRowsThatAreNot() {
        TreeRows rows = TreePicture.rows(DIFF);
        assertThat(rows.rows(rows.size(), 10)).isEmpty();
        assertThat(rows.rows(rows.size() - 1, 10)).hasSize(1);
        assertThatThrownBy(() -> rows.rows(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.toggle(rows.size())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesTheDifferenceOfAnotherSnapshot() {
        assertThatThrownBy(() -> new TreeSubject(DIFF.before(), Optional.of(DIFF), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyWindowIsThatPartOfTheWhole() {
        TreeRows rows =
                TreePicture.rows(DIFF, FindingSample.of(CheckType.MALLOC_LEAK).finding());
        List<TreeRow> all = rows.rows(0, Integer.MAX_VALUE);
        assertThat(all).hasSize(rows.size());
        for (int from = 0; from < all.size(); from++) {
            for (int count : IntStream.of(1, 2, 5).toArray()) {
                assertThat(rows.rows(from, count)).isEqualTo(all.subList(from, Math.min(all.size(), from + count)));
            }
        }
    }

    private static String picture(TreeOptions options) {
        return TreePicture.of(TreeRows.of(TreeSubject.of(DIFF, List.of()), options, new FoldState()));
    }

    private static TreeRows plain(Snapshot snapshot, TreeOptions options) {
        return TreeRows.of(TreeSubject.of(snapshot, List.of()), options, new FoldState());
    }

    private static List<String> sorted(Snapshot snapshot, TreeSort sort) {
        return plain(snapshot, TreeOptions.defaults().withSort(sort)).rows(1, 99).stream()
                .map(row -> ((TreeRow.Node) row).node().node())
                .map(node -> (node.name() + " " + node.ident()).strip())
                .toList();
    }
}
