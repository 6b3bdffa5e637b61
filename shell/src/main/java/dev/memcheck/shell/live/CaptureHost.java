package dev.memcheck.shell.live;

import dev.memcheck.backend.Observation;
import dev.memcheck.capture.CapturedSession;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.view.ViewHost;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.shell.out.SourceLines;
import dev.memcheck.shell.out.SourceLookup;
import dev.memcheck.shell.out.TreeFile;
import dev.memcheck.shell.screen.FullScreen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the tree view sees of a session that was kept: its past, and nothing that goes on. */
final class CaptureHost implements ViewHost {
    private final String subject;
    private final Timeline timeline;
    private final List<NumberedFinding> findings;
    private final Optional<Observation> latest;
    private final FullScreen screen;
    private final List<Path> sources;
    private final SourceLookup lookup = new SourceLookup();

    /**
     * @param session whose timeline is not empty
     * @param sources directories that source may be in
     */
    CaptureHost(CapturedSession session, FullScreen screen, List<Path> sources) {
        this.sources = sources;
        this.subject = session.report().file();
        this.timeline = session.timeline();
        this.findings = session.findings();
        List<Moment> moments = timeline.moments();
        this.latest =
                Optional.of(new Observation.Seen(moments.get(moments.size() - 1).snapshot(), Optional.empty()));
        this.screen = screen;
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public List<NumberedFinding> findings() {
        return findings;
    }

    @Override
    public List<StyledLine> source(Finding finding) {
        return lookup.now(finding.site(), sources);
    }

    @Override
    public Finding told(Finding finding) {
        return SourceLines.shortPaths(sources).of(finding);
    }

    @Override
    public Optional<Observation> latest() {
        return latest;
    }

    @Override
    public Optional<String> running() {
        return Optional.empty();
    }

    @Override
    public Optional<String> outcome() {
        return Optional.empty();
    }

    @Override
    public boolean canRun() {
        return false;
    }

    @Override
    public void run(String line) {
        // There is no backend.
    }

    @Override
    public void cancel() {
        // Nothing runs.
    }

    @Override
    public void refresh(Optional<Duration> interval) {
        // Nothing changes.
    }

    @Override
    public void copy(String text) {
        screen.copy(text);
    }

    @Override
    public Path write(List<String> lines) throws IOException {
        return TreeFile.write(lines);
    }

    @Override
    public void mouse(boolean on) {
        screen.mouse(on);
    }
}
