package dev.memcheck.shell.out;

import dev.memcheck.finding.Site;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.SourceText;
import dev.memcheck.source.LineOrigin;
import dev.memcheck.source.SourceExcerpt;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Lines of source for who cannot wait: where their line is from is added when git has said so. Used by one thread. */
public final class SourceLookup {
    private final Map<Site, Optional<Found>> all = new HashMap<>();

    private record Found(SourceExcerpt excerpt, CompletableFuture<Optional<LineOrigin>> origin) {
        List<StyledLine> lines() {
            return SourceText.lines(excerpt, SourceLines.here(), origin.getNow(Optional.empty()));
        }
    }

    /**
     * What is known now.
     *
     * @param directories that the source may be in, besides the current one
     */
    public List<StyledLine> now(Site site, List<Path> directories) {
        return all.computeIfAbsent(
                        site, unused -> SourceLines.find(site, directories).map(SourceLookup::look))
                .map(Found::lines)
                .orElse(List.of());
    }

    private static Found look(SourceExcerpt excerpt) {
        return new Found(
                excerpt,
                CompletableFuture.supplyAsync(
                        () -> LineOrigin.of(excerpt.file(), excerpt.marked()), SourceLookup::startThread));
    }

    private static void startThread(Runnable what) {
        Thread thread = new Thread(what, "memcheck-source");
        thread.setDaemon(true);
        thread.start();
    }
}
