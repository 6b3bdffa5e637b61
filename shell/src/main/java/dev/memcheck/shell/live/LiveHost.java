package dev.memcheck.shell.live;

import dev.memcheck.backend.Observation;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.view.ViewHost;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.shell.out.TreeFile;
import dev.memcheck.shell.screen.FullScreen;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.NodeKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the tree view sees of a backend, and of the session if it is the backend under test. */
final class LiveHost implements ViewHost {
    private static final Timeline NOTHING_RUN = Timeline.empty();

    private final Supplier<String> subject;
    private final FullScreen screen;
    private final LiveFeed feed;
    private final Optional<ViewedSession> session;
    private final Function<NodeKey, List<ContentPart>> contents;

    /**
     * @param subject whose tree it is; the process may change when a backend is lost
     * @param session empty if another backend is watched
     * @param contents what is in a context, as far as that is known now
     */
    LiveHost(
            Supplier<String> subject,
            FullScreen screen,
            LiveFeed feed,
            Optional<ViewedSession> session,
            Function<NodeKey, List<ContentPart>> contents) {
        this.subject = subject;
        this.screen = screen;
        this.feed = feed;
        this.session = session;
        this.contents = contents;
    }

    @Override
    public String subject() {
        return subject.get();
    }

    @Override
    public Timeline timeline() {
        return session.map(ViewedSession::timeline).orElse(NOTHING_RUN);
    }

    @Override
    public List<NumberedFinding> findings() {
        return session.map(ViewedSession::findings).orElse(List.of());
    }

    @Override
    public List<StyledLine> source(Finding finding) {
        return session.map(viewed -> viewed.source(finding)).orElse(List.of());
    }

    @Override
    public Finding told(Finding finding) {
        return session.map(viewed -> viewed.told(finding)).orElse(finding);
    }

    @Override
    public Optional<Observation> latest() {
        return feed.latest();
    }

    @Override
    public List<ContentPart> contents(NodeKey context) {
        return contents.apply(context);
    }

    @Override
    public Optional<String> running() {
        return session.flatMap(ViewedSession::running);
    }

    @Override
    public Optional<String> outcome() {
        return session.flatMap(ViewedSession::outcome);
    }

    @Override
    public boolean canRun() {
        return session.isPresent();
    }

    @Override
    public void run(String line) {
        session.ifPresent(viewed -> viewed.run(line));
    }

    @Override
    public void cancel() {
        session.ifPresent(ViewedSession::cancel);
    }

    @Override
    public void refresh(Optional<Duration> interval) {
        feed.every(interval);
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
