package dev.memcheck.render.view;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Site;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.words.FindingText;
import java.util.Optional;

/**
 * Who left a finding, in a few cells: the function and its line. Where there is no room for both, the file is told by what
 * it ends in, then the function is clipped; the line is always there.
 *
 * @param name the function, or what there is instead
 * @param file without its directories; empty if it is not known
 * @param after the line, or the library where the file is not known; may be empty
 */
record FindingPlace(String name, String file, String after) {
    private static final String GAP = "  ";

    static FindingPlace of(Finding finding) {
        Site site = finding.site();
        Optional<String> symbol = site.symbol().map(ServerText::clean);
        if (symbol.isEmpty()) {
            return new FindingPlace(FindingText.siteOrDetail(finding), "", "");
        }
        if (site.sourceFile().isPresent()) {
            String path = ServerText.clean(site.sourceFile().get());
            String line =
                    site.sourceLine().isPresent() ? ":" + site.sourceLine().getAsInt() : "";
            return new FindingPlace(symbol.get(), path.substring(path.lastIndexOf('/') + 1), line);
        }
        return new FindingPlace(
                symbol.get(),
                "",
                site.library().map(name -> "(" + ServerText.clean(name) + ")").orElse(""));
    }

    /** {@code leak_context  buggy_ext.c:29}. */
    String whole() {
        return file.isEmpty() && after.isEmpty() ? name : name + GAP + file + after;
    }

    /** {@code leak_context  c:29}, no wider than that. */
    String brief(int columns, String ellipsis) {
        if (after.isEmpty() && file.isEmpty()) {
            return CellWidth.clip(name, columns, ellipsis);
        }
        String end = GAP + file.substring(file.lastIndexOf('.') + 1) + after;
        int room = columns - CellWidth.of(end);
        return room > CellWidth.of(ellipsis)
                ? CellWidth.clip(name, room, ellipsis) + end
                : CellWidth.clip(name + end, columns, ellipsis);
    }
}
