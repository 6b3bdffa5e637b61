package dev.memcheck.shell.out;

import dev.memcheck.finding.Site;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.ShortPaths;
import dev.memcheck.render.words.SourceText;
import dev.memcheck.script.Variables;
import dev.memcheck.source.LineOrigin;
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

    private SourceLines() {}

    /** @param directories that the source may be in, besides the current one */
    public static List<StyledLine> of(Site site, List<Path> directories) {
        return find(site, directories)
                .map(excerpt -> SourceText.lines(excerpt, here(), LineOrigin.of(excerpt.file(), excerpt.marked())))
                .orElse(List.of());
    }

    /** Names files below the directories or the current one from there. */
    public static ShortPaths shortPaths(List<Path> directories) {
        List<Path> all = new ArrayList<>(directories);
        all.add(here());
        return new ShortPaths(all);
    }

    static Optional<SourceExcerpt> find(Site site, List<Path> directories) {
        if (site.sourceFile().isEmpty() || site.sourceLine().isEmpty()) {
            return Optional.empty();
        }
        List<Path> all = new ArrayList<>(directories);
        all.add(here());
        return SourceExcerpt.find(
                site.sourceFile().get(),
                site.sourceLine().getAsInt(),
                site.symbol().orElse(""),
                all);
    }

    static Path here() {
        return Path.of("").toAbsolutePath();
    }

    /** Those that the session's variable names. */
    public static List<Path> directories(Variables variables) {
        List<Path> directories = new ArrayList<>();
        for (String name : variables.get(DIRECTORIES).orElse("").split(":")) {
            try {
                directories.add(Path.of(name).toAbsolutePath());
            } catch (InvalidPathException notThere) {
                // No file can be in it.
            }
        }
        return directories;
    }
}
