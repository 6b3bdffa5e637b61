package dev.memcheck.render.words;

import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.source.LineOrigin;
import dev.memcheck.source.SourceExcerpt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lines of source around a finding's own, with that one marked, as {@link FindingStory} takes them. */
public final class SourceText {
    /** What a line begins with that says where the marked one is from. */
    public static final String CHANGED = "  changed";

    private static final String MARK = "=> ";
    private static final String TAB = "    ";

    private SourceText() {}

    /**
     * A line that names the file, its own, and where the marked one is from.
     *
     * @param directory the absolute one that names are relative to, where they are below it
     * @param origin of the marked line; empty where that is not known
     */
    public static List<StyledLine> lines(SourceExcerpt excerpt, Path directory, Optional<LineOrigin> origin) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.builder()
                .add("  source", Style.DIM)
                .padTo(FindingStory.LABEL_CELLS)
                .add(ServerText.clean(relative(excerpt.file(), directory).toString()), Style.DIM)
                .line());
        int digits = String.valueOf(excerpt.first() + excerpt.lines().size()).length();
        for (int i = 0; i < excerpt.lines().size(); i++) {
            int number = excerpt.first() + i;
            boolean marked = number == excerpt.marked();
            lines.add(StyledLine.builder()
                    .add("  " + (marked ? MARK : " ".repeat(MARK.length())), Style.HEADING)
                    .add(String.format("%" + digits + "d  ", number), Style.DIM)
                    .add(ServerText.clean(excerpt.lines().get(i).replace("\t", TAB)), marked ? Style.SITE : Style.PLAIN)
                    .line());
        }
        origin.ifPresent(from -> lines.add(StyledLine.builder()
                .add(CHANGED, Style.DIM)
                .padTo(FindingStory.LABEL_CELLS)
                .add(ServerText.clean(from.text()))
                .line()));
        return lines;
    }

    private static Path relative(Path file, Path directory) {
        return file.startsWith(directory) ? directory.relativize(file) : file;
    }
}
