package dev.memcheck.render;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.util.List;
import java.util.stream.Collectors;

/** Trees made of drawings, and their rows drawn again without columns, in ASCII. */
final class TreePicture {
    private TreePicture() {}

    static SnapshotDiff diff(String before, String after) {
        return SnapshotDiff.between(SnapshotDrawing.of(1, before), SnapshotDrawing.of(2, after));
    }

    static TreeRows rows(SnapshotDiff diff, Finding... findings) {
        return TreeRows.of(TreeSubject.of(diff, List.of(findings)), TreeOptions.defaults(), new FoldState());
    }

    static String of(TreeRows rows) {
        return of(rows, rows.rows(0, Integer.MAX_VALUE));
    }

    static String of(TreeRows rows, List<TreeRow> window) {
        TreeLabel label = new TreeLabel(Glyphs.ascii(), rows.subject().diff().isPresent());
        return window.stream().map(row -> label.of(row, false).text() + "\n").collect(Collectors.joining());
    }
}
