package dev.memcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.render.tree.Amounts;
import dev.memcheck.render.tree.TreeRow;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.words.Mark;
import dev.memcheck.snapshot.NodeKey;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where findings stand in the tree. */
class TreeFindingsTest {
    private static final SnapshotDiff DIFF = TreePicture.diff("""
            TopMemoryContext 100
              cache 200
                entry "a" 10
                entry "b" 10
            """, """
            TopMemoryContext 164
              cache 200
                entry "a" 10
                entry "b" 20
                entry "c" 5 #77
            """);

    @Test
    void onTheNodeOfTheirKey() {
        Finding finding = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "elsewhere")
                .on(new NodeKey(77))
                .finding();
        assertThat(TreePicture.of(TreePicture.rows(DIFF, finding))).isEqualTo("""
                ^ v TopMemoryContext
                  `-v cache
                    |-- entry "a"
                ^   |-- entry "b"
                +   `-- entry "c"
                        leak_top (buggy_ext) at buggy_ext.c:41: 128 bytes in 1 context
                """);
    }

    @Test
    void withoutKeyOnTheLikeliestNodeOfTheirPath() {
        FindingSample sample = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "cache", "entry");
        assertThat(TreePicture.of(TreePicture.rows(DIFF, sample.finding()))).contains("entry \"b\"\n    |   leak_top");
        assertThat(TreePicture.of(TreePicture.rows(
                        DIFF, sample.ident("a").on(new NodeKey(1234)).finding())))
                .contains("entry \"a\"\n    |   leak_top");
    }

    @Test
    void belowTheTreeIfTheyAreOfNoContextInIt() {
        Finding malloc = FindingSample.of(CheckType.MALLOC_LEAK).finding();
        Finding vanished = FindingSample.of(CheckType.CTX_BLOAT, "TopMemoryContext", "vanished")
                .unconfirmed()
                .site(Site.unknown())
                .detail("")
                .finding();
        Finding relation = FindingSample.of(CheckType.RESOURCE_LEAK)
                .bytes(0)
                .site(Site.unknown())
                .detail("relation \"t\" was not closed")
                .finding();
        assertThat(TreePicture.of(TreePicture.rows(DIFF, vanished, malloc, relation)))
                .endsWith("""
                  !! MALLOC LEAK malloc_leak
                    leak_top (buggy_ext) at buggy_ext.c:41: 128 bytes in 1 allocation outside contexts
                  !! RESOURCE LEAK resource_leak
                    in a function that is not known: relation "t" was not closed
                  ? unconfirmed ctx_bloat in TopMemoryContext > vanished
                    who allocated is not known: 128 bytes in 1 chunk
                """);
    }

    @Test
    void theWorstComesFirstAndTheSixthStandsForMany() {
        FindingSample onRoot = FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext");
        Finding[] findings = IntStream.rangeClosed(1, 8)
                .mapToObj(number -> FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                        .by("f" + number, "lib")
                        .bytes(number)
                        .finding())
                .toArray(Finding[]::new);
        findings[3] = onRoot.severity(Severity.ERROR).by("worst", "lib").finding();
        assertThat(TreePicture.of(TreePicture.rows(DIFF, findings))).startsWith("""
                ^ v TopMemoryContext
                  | worst (lib): 128 bytes in 1 chunk
                  | f8 (lib): 8 bytes in 1 chunk
                  | f7 (lib): 7 bytes in 1 chunk
                  | f6 (lib): 6 bytes in 1 chunk
                  | f5 (lib): 5 bytes in 1 chunk
                  | 3 more findings: \\findings
                  `-v cache
                """);
    }

    @Test
    void staysVisibleThoughItsManyNamesakesAreFolded() {
        SnapshotDiff diff = TreePicture.diff("TopMemoryContext 1", """
                TopMemoryContext 1
                  leaky 10 ~ 1000
                  leaky 10 #77
                """);
        Finding finding = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "leaky")
                .on(new NodeKey(77))
                .count(1001)
                .bytes(10010)
                .finding();
        TreeRows rows = TreePicture.rows(diff, finding);
        assertThat(TreePicture.of(rows)).isEqualTo("""
                  v TopMemoryContext
                + |-- leaky
                + |-- leaky
                + |-- leaky
                + |-- leaky
                + |-- leaky
                + |-> 995 others "leaky"
                + `-- leaky
                      leak_top (buggy_ext) at buggy_ext.c:41: 10010 bytes in 1001 contexts
                """);
        TreeRow.Group others = (TreeRow.Group) rows.rows(6, 1).get(0);
        assertThat(others.whole()).isEqualTo(new Amounts(9950, 9950, 9950));
    }

    @Test
    void aMarkSaysWhatIsConfirmed() {
        assertThat(Mark.sign(FindingSample.of(CheckType.CHUNK_LEAK).finding())).isEqualTo("!! LEAK");
        assertThat(Mark.sign(FindingSample.of(CheckType.WRONG_CTX_ALLOC).finding()))
                .isEqualTo("!! WRONG CONTEXT");
        assertThat(Mark.sign(FindingSample.of(CheckType.STALE_CONTEXT).finding()))
                .isEqualTo("!! STALE CONTEXT");
        assertThat(Mark.sign(FindingSample.of(CheckType.RESOURCE_LEAK).finding()))
                .isEqualTo("!! RESOURCE LEAK");
        assertThat(Mark.sign(FindingSample.of(CheckType.MALLOC_LEAK).finding())).isEqualTo("!! MALLOC LEAK");
        assertThat(Mark.sign(FindingSample.of(CheckType.CTX_BLOAT).finding())).isEqualTo("!! BLOAT");
        assertThat(Mark.sign(FindingSample.of(CheckType.STATEMENT_BLOAT).finding()))
                .isEqualTo("!! BLOAT");
        assertThat(Mark.sign(FindingSample.of(CheckType.WRONG_CTX_ALLOC)
                        .unconfirmed()
                        .finding()))
                .isEqualTo("? unconfirmed");
    }
}
