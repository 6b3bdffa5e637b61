package dev.memcheck.capture;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFacts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link SnapshotWriter} writes. A context that did not change is one object in all its snapshots. */
final class SnapshotTable {
    /** Contexts of all snapshots of a session together: some 400 MB, and more than any run that was seen. */
    private static final int MOST_CONTEXTS = 100_000_000;

    private final FieldReader fields;
    private final List<Snapshot> read = new ArrayList<>();
    private List<ContextNode> last = List.of();
    private long contexts;

    SnapshotTable(FieldReader fields) {
        this.fields = fields;
    }

    SnapshotDiff readDiff() throws IOException {
        Snapshot before = read();
        Snapshot after = read();
        if (before.backendPid() != after.backendPid()) {
            throw new CaptureFormatException("it compares snapshots of two backends");
        }
        return SnapshotDiff.between(before, after);
    }

    Snapshot read() throws IOException {
        int known = fields.count("the number of a snapshot", read.size());
        if (known != SnapshotWriter.NEW) {
            return read.get(known - 1);
        }
        int pid = fields.index("a process id");
        long sequence = fields.number();
        Instant takenAt = fields.moment();
        SnapshotFacts facts = SnapshotFacts.unknown().withProcess(fields.optionalLong(), fields.optionalLong());
        List<ContextNode> nodes = nodes();
        try {
            Snapshot snapshot = Snapshot.of(pid, sequence, takenAt, nodes).with(facts);
            read.add(snapshot);
            last = snapshot.nodes();
            return snapshot;
        } catch (IllegalArgumentException e) {
            throw new CaptureFormatException("a snapshot in it is no tree: " + e.getMessage(), e);
        }
    }

    private List<ContextNode> nodes() throws IOException {
        List<ContextNode> nodes = new ArrayList<>();
        int fresh = 0;
        while (true) {
            int what = fields.count("the mark of a context", SnapshotWriter.NODE);
            if (what == SnapshotWriter.END) {
                return nodes;
            }
            int before = nodes.size();
            if (what == SnapshotWriter.NODE) {
                fields.weigh(HeapBudget.CONTEXT);
                nodes.add(node());
                fresh++;
            } else {
                int place = fields.count("the place of a context", last.size());
                int length = fields.count("the length of a run", last.size() - place);
                nodes.addAll(last.subList(place, place + length));
            }
            if (nodes.size() - fresh > last.size()) {
                throw new CaptureFormatException("a snapshot in it names contexts of the one before it twice");
            }
            fields.weigh((long) HeapBudget.REFERENCE * (nodes.size() - before));
            contexts += nodes.size() - before;
            if (contexts > MOST_CONTEXTS) {
                throw new CaptureFormatException(
                        "it holds more than " + MOST_CONTEXTS + " contexts, which is more than memcheck reads");
            }
        }
    }

    private ContextNode node() throws IOException {
        try {
            return new ContextNode(
                    new NodeKey(fields.number()),
                    fields.optional(() -> new NodeKey(fields.number())),
                    fields.index("the level of a context"),
                    fields.text(),
                    fields.text(),
                    fields.constant(ContextKind.class),
                    fields.constant(Lifetime.class),
                    fields.flag(),
                    fields.flag(),
                    fields.number(),
                    fields.number(),
                    fields.number(),
                    fields.number());
        } catch (IllegalArgumentException e) {
            throw new CaptureFormatException("a context in it is wrong: " + e.getMessage(), e);
        }
    }
}
