package dev.memcheck.render.report;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Site;
import dev.memcheck.render.words.ShortPaths;
import dev.memcheck.report.RunReport;
import dev.memcheck.source.LineOrigin;
import dev.memcheck.source.SourceExcerpt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of source around the sites of one report. Asks git about each line once, and not for long in all. */
final class Sources {
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

    private final List<Path> directories;
    private final Map<String, Optional<LineOrigin>> origins = new HashMap<>();
    private final ShortPaths paths;
    private long asked;

    Sources(RunReport run) {
        directories = new ArrayList<>(run.sources());
        directories.add(run.directory());
        paths = new ShortPaths(directories);
    }

    /** Empty where the file is not here. */
    Optional<SourceExcerpt> of(Site site) {
        if (site.sourceFile().isEmpty() || site.sourceLine().isEmpty()) {
            return Optional.empty();
        }
        return SourceExcerpt.find(
                site.sourceFile().get(),
                site.sourceLine().getAsInt(),
                site.symbol().orElse(""),
                directories);
    }

    /** The finding with files named as in the directories of the run. */
    Finding told(Finding finding) {
        return paths.of(finding);
    }

    /** Where the marked line is from; empty where that is not known. */
    Optional<LineOrigin> origin(SourceExcerpt excerpt) {
        return origins.computeIfAbsent(excerpt.file() + ":" + excerpt.marked(), unused -> ask(excerpt));
    }

    private Optional<LineOrigin> ask(SourceExcerpt excerpt) {
        if (asked > PATIENCE) {
            return Optional.empty();
        }
        long begin = System.nanoTime();
        Optional<LineOrigin> origin = LineOrigin.of(excerpt.file(), excerpt.marked());
        asked += System.nanoTime() - begin;
        return origin;
    }
}
