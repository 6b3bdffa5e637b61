package dev.memcheck.shell.screen;

import dev.memcheck.backend.Observation;
import dev.memcheck.render.view.ViewHost;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A backend on which nothing happens, with as many contexts as wanted, each with a name of its own. */
final class StillHost implements ViewHost {
    /** Children of each context but the leaves. */
    private static final int FAN_OUT = 10;

    private static final int PID = 4711;

    private final Timeline timeline = Timeline.empty();
    private final Optional<Observation> latest;

    StillHost(int contexts) {
        List<ContextNode> nodes = new ArrayList<>();
        add(nodes, 0, Optional.empty(), 0, contexts);
        latest = Optional.of(new Observation.Seen(Snapshot.of(PID, 1, Instant.EPOCH, nodes), Optional.of("idle")));
    }

    private static void add(List<ContextNode> nodes, int number, Optional<NodeKey> parent, int level, int contexts) {
        NodeKey key = new NodeKey(number + 1);
        nodes.add(new ContextNode(
                key,
                parent,
                level,
                number == 0 ? "TopMemoryContext" : "context " + number,
                number % 3 == 0 ? "SELECT " + number : "",
                ContextKind.ALLOC_SET,
                Lifetime.BACKEND,
                false,
                false,
                8192 + number,
                512,
                1,
                1));
        for (int child = FAN_OUT * number + 1; child <= FAN_OUT * (number + 1) && child < contexts; child++) {
            add(nodes, child, Optional.of(key), level + 1, contexts);
        }
    }

    @Override
    public String subject() {
        return "a backend at rest";
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public List<NumberedFinding> findings() {
        return List.of();
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
        throw new UnsupportedOperationException("nothing runs here");
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
        throw new UnsupportedOperationException("there is no clipboard");
    }

    @Override
    public Path write(List<String> lines) {
        throw new UnsupportedOperationException("there is no file");
    }

    @Override
    public void mouse(boolean on) {
        throw new UnsupportedOperationException("there is no mouse");
    }
}
