package dev.memcheck.render.report;

import dev.memcheck.finding.Site;
import dev.memcheck.report.RunReport;
import dev.memcheck.source.SourceExcerpt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of source around a site. */
final class Sources {
    private Sources() {}

    /** Empty where the file is not here. */
    static Optional<SourceExcerpt> of(Site site, RunReport run) {
        if (site.sourceFile().isEmpty() || site.sourceLine().isEmpty()) {
            return Optional.empty();
        }
        List<Path> directories = new ArrayList<>(run.sources());
        directories.add(run.directory());
        return SourceExcerpt.find(
                site.sourceFile().get(),
                site.sourceLine().getAsInt(),
                site.symbol().orElse(""),
                directories);
    }
}
