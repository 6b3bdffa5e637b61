package dev.memcheck.render.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Site;
import dev.memcheck.render.Golden;
import dev.memcheck.render.TreePicture;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.StyledText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InlineTreeTest {
    private static final SnapshotDiff DIFF = TreePicture.diff("""
            TopMemoryContext 95000/102400
              CacheMemoryContext 520000/1048576
                relation rules "pg_settings" 16000/16384
                CatCache 8000/8192 generation
                retired plan 4096/8192
              demo cache 8000/16384
              ErrorContext 0/8192
              PortalMemory 1000/8192
              MessageContext 2000/8192 statement
            """, """
            TopMemoryContext 95128/102400
              CacheMemoryContext 520000/1048576
                relation rules "pg_settings" 15000/16384
                CatCache 8000/8192 generation
              demo cache 28000/32768
              ErrorContext 0/8192
              PortalMemory 1000/8192
              MessageContext 9000/16384 statement
              demo call "SELECT 日本語の長い識別子, leak_context() FROM generate_series(1, 1000) AS g" 1000/1024 ~ 40
            """);
    private static final List<Finding> FINDINGS = List.of(
            FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext").finding(),
            FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "demo call")
                    .bytes(40_000)
                    .count(40)
                    .site(new Site(
                            Optional.of("buggy_ext"),
                            Optional.of("leak_context"),
                            Optional.of("buggy_ext.c"),
                            OptionalInt.of(87),
                            List.of()))
                    .finding(),
            FindingSample.of(CheckType.CTX_BLOAT, "TopMemoryContext", "demo cache")
                    .unconfirmed()
                    .bytes(20_000)
                    .count(5)
                    .by("remember", "buggy_ext")
                    .finding(),
            FindingSample.of(CheckType.MALLOC_LEAK)
                    .unconfirmed()
                    .by("strdup_twice", "buggy_ext")
                    .finding());

    @Test
    void wide() throws IOException {
        Golden.check(getClass(), "wide", Golden.plain(lines(Glyphs.unicode(), 120, 40)));
    }

    @Test
    void standard() throws IOException {
        Golden.check(getClass(), "standard", Golden.plain(lines(Glyphs.unicode(), 80, 40)));
    }

    @Test
    void narrow() throws IOException {
        Golden.check(getClass(), "narrow", Golden.plain(lines(Glyphs.unicode(), 40, 40)));
    }

    @Test
    void ascii() throws IOException {
        Golden.check(getClass(), "ascii", Golden.plain(lines(Glyphs.ascii(), 120, 40)));
    }

    @Test
    void coloredTextIsThePlainTextInColors() {
        for (StyledLine line : lines(Glyphs.unicode(), 120, 40)) {
            assertThat(line.spans()).noneMatch(span -> span.text().isEmpty());
        }
        StyledLine root = lines(Glyphs.unicode(), 120, 40).get(1);
        assertThat(root.spans())
                .contains(new StyledText("TopMemoryContext", Style.WRONG_CONTEXT))
                .endsWith(new StyledText("!! WRONG CONTEXT", Style.WRONG_CONTEXT));
    }

    @Test
    void fitsEveryScreen() {
        for (int width = 1; width <= 160; width++) {
            for (StyledLine line : lines(Glyphs.unicode(), width, 1000)) {
                assertThat(line.width()).isLessThanOrEqualTo(width);
            }
        }
        TreeRows rows = rows();
        for (int height = 2; height <= rows.size() + 3; height++) {
            List<StyledLine> lines = lines(Glyphs.unicode(), 120, height);
            assertThat(lines).hasSize(Math.min(height, rows.size() + 1));
        }
    }

    @Test
    void saysHowMuchIsNotShown() {
        List<StyledLine> lines = lines(Glyphs.unicode(), 120, 6);
        assertThat(lines).hasSize(6);
        assertThat(lines.get(5).text()).isEqualTo("  … 15 more rows, 3 findings not shown: \\tree");
        assertThat(lines.get(5).spans()).extracting(StyledText::style).containsExactly(Style.WARNING);
    }

    @Test
    void withoutADifferenceThereIsNoColumnForIt() {
        TreeRows rows = TreeRows.of(TreeSubject.of(DIFF.before(), List.of()), TreeOptions.defaults(), new FoldState());
        assertThat(Golden.plain(new InlineTree(Glyphs.unicode()).lines(rows, 120, 40)))
                .isEqualTo("""
                          context                 kind           total        used
                          ▾ TopMemoryContext      AllocSet      100 kB       93 kB
                          ├─▸ CacheMemoryContext  AllocSet     1024 kB      508 kB
                          ├── demo cache          AllocSet       16 kB  8000 bytes
                          ├── ErrorContext        AllocSet  8192 bytes     0 bytes
                          ├── PortalMemory        AllocSet  8192 bytes  1000 bytes
                          └── MessageContext      AllocSet  8192 bytes  2000 bytes
                        """);
    }

    @Test
    void severalMarksOnOneNodeStandAlsoWithTheirSites() {
        SnapshotDiff diff = TreePicture.diff("TopMemoryContext 1", "TopMemoryContext 2");
        TreeRows rows = TreePicture.rows(
                diff,
                FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext").finding(),
                FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
                        .unconfirmed()
                        .by("other", "lib")
                        .finding());
        assertThat(Golden.plain(new InlineTree(Glyphs.unicode()).lines(rows, 120, 40)))
                .contains("!! LEAK ? unconfirmed\n")
                .contains("    !! LEAK leak_top (buggy_ext) at buggy_ext.c:41: 128 bytes in 1 chunk\n")
                .contains("    ? unconfirmed other (lib): 128 bytes in 1 chunk\n");
    }

    @Test
    void identsCannotReachTheTerminalAsControls() {
        SnapshotDiff diff = TreePicture.diff(
                "TopMemoryContext 1", "TopMemoryContext 1\n  evil\u001b]0;x\u0007 \"\u009b2J\u202E\tx\" 5");
        String picture = Golden.plain(new InlineTree(Glyphs.unicode()).lines(TreePicture.rows(diff), 120, 40));
        assertThat(picture).contains("evil\\x1B]0;x\\x07 \"\\u009B2J\\u202E x\"");
        assertThat(picture.chars().filter(c -> c != '\n'))
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    private static List<StyledLine> lines(Glyphs glyphs, int width, int height) {
        return new InlineTree(glyphs).lines(rows(), width, height);
    }

    private static TreeRows rows() {
        return TreeRows.of(TreeSubject.of(DIFF, FINDINGS), TreeOptions.defaults(), new FoldState());
    }
}
