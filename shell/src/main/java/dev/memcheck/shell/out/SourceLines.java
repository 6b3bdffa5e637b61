package dev.memcheck.shell.out;

import dev.memcheck.finding.Site;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.script.Variables;
import dev.memcheck.source.SourceExcerpt;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of source around a finding's own, with that one marked; none where the file is not here. */
public final class SourceLines {
    /** The variable with the directories that source may be in, separated by colons. */
    public static final String DIRECTORIES = "source_dir";

    private static final String MARK = "=> ";
    private static final String TAB = "    ";

    private SourceLines() {}

    /** @param variables of the session, which may name directories */
    public static List<StyledLine> of(Site site, Variables variables) {
        if (site.sourceFile().isEmpty() || site.sourceLine().isEmpty()) {
            return List.of();
        }
        Optional<SourceExcerpt> found = SourceExcerpt.find(
                site.sourceFile().get(),
                site.sourceLine().getAsInt(),
                site.symbol().orElse(""),
                directories(variables));
        return found.map(SourceLines::lines).orElse(List.of());
    }

    private static List<Path> directories(Variables variables) {
        List<Path> directories = new ArrayList<>();
        for (String name : variables.get(DIRECTORIES).orElse("").split(":")) {
            try {
                directories.add(Path.of(name));
            } catch (InvalidPathException notThere) {
                // No file can be in it.
            }
        }
        directories.add(Path.of(""));
        return directories;
    }

    private static List<StyledLine> lines(SourceExcerpt excerpt) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.builder()
                .add("  source", Style.DIM)
                .padTo(14)
                .add(ServerText.clean(excerpt.file().toString()), Style.DIM)
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
        return lines;
    }
}
