package dev.memcheck.render.view;

import dev.memcheck.backend.Observation;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host that tells what a test puts into it, each time in another {@code Optional}, and notes what it is asked for.
 */
final class HandHost implements ViewHost {
    Timeline timeline = Timeline.empty();
    List<StyledLine> source = List.of();
    List<NumberedFinding> findings = List.of();
    Optional<Observation> latest = Optional.empty();
    Optional<String> running = Optional.empty();
    Optional<String> outcome = Optional.empty();
    List<ContentPart> contents = List.of();
    boolean canRun = true;
    Optional<IOException> cannotWrite = Optional.empty();

    /** What it was asked for, in order, each in one line. */
    final List<String> asked = new ArrayList<>();

    void see(Snapshot snapshot) {
        latest = Optional.of(new Observation.Seen(snapshot, Optional.empty()));
    }

    void add(Moment moment) {
        List<Moment> moments = new ArrayList<>(timeline.moments());
        moments.add(moment);
        timeline = new Timeline(timeline.connected(), moments, timeline.thinned());
    }

    @Override
    public String subject() {
        return "backend 4711";
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
    public Optional<Observation> latest() {
        return latest.map(same -> same);
    }

    @Override
    public List<ContentPart> contents(NodeKey context) {
        return contents.stream().filter(part -> part.context().equals(context)).toList();
    }

    @Override
    public Optional<String> running() {
        return running.map(same -> same);
    }

    @Override
    public Optional<String> outcome() {
        return outcome.map(same -> same);
    }

    @Override
    public boolean canRun() {
        return canRun;
    }

    @Override
    public void run(String line) {
        asked.add("run " + line);
    }

    @Override
    public void cancel() {
        asked.add("cancel");
    }

    @Override
    public void refresh(Optional<Duration> interval) {
        asked.add("refresh "
                + interval.map(Duration::toMillis).map(String::valueOf).orElse("never"));
    }

    @Override
    public void copy(String text) {
        asked.add("copy " + text);
    }

    @Override
    public Path write(List<String> lines) throws IOException {
        if (cannotWrite.isPresent()) {
            throw cannotWrite.get();
        }
        asked.add("write " + lines.size());
        return Path.of("tree-1.txt");
    }

    @Override
    public List<StyledLine> source(Finding finding) {
        return source;
    }

    @Override
    public void mouse(boolean on) {
        asked.add("mouse " + on);
    }
}
