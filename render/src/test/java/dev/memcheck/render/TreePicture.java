package dev.memcheck.render;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeLabel;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRow;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.util.List;
import java.util.stream.Collectors;

/** Trees made of drawings, and their rows drawn again without columns, in ASCII. */
public final class TreePicture {
    private TreePicture() {}

    public static SnapshotDiff diff(String before, String after) {
        return SnapshotDiff.between(SnapshotDrawing.of(1, before), SnapshotDrawing.of(2, after));
    }

    public static TreeRows rows(SnapshotDiff diff, Finding... findings) {
        return TreeRows.of(TreeSubject.of(diff, List.of(findings)), TreeOptions.defaults(), new FoldState());
    }

    public static String of(TreeRows rows) {
        return of(rows, rows.rows(0, Integer.MAX_VALUE));
    }

    public static String of(TreeRows rows, List<TreeRow> window) {
        TreeLabel label = new TreeLabel(Glyphs.ascii(), rows.subject().diff().isPresent(), Integer.MAX_VALUE);
        return window.stream().map(row -> label.of(row, false).text() + "\n").collect(Collectors.joining());
    }
}
