package dev.memcheck.capture;

import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes snapshots. One that was written before is a number; a new one is what changed since the new one before it: runs of
 * contexts that are the same, and the others in full.
 */
final class SnapshotWriter {
    static final int NEW = 0;
    static final int END = 0;
    static final int RUN = 1;
    static final int NODE = 2;

    private final FieldWriter fields;
    private final Map<Identity, Integer> written = new HashMap<>();
    private List<ContextNode> last = List.of();
    private Map<NodeKey, Integer> places = Map.of();

    /** A backend numbers its snapshots. */
    private record Identity(int backendPid, long sequence) {}

    SnapshotWriter(FieldWriter fields) {
        this.fields = fields;
    }

    void write(Snapshot snapshot) throws IOException {
        Identity identity = new Identity(snapshot.backendPid(), snapshot.sequence());
        Integer known = written.get(identity);
        if (known != null) {
            fields.number(known);
            return;
        }
        written.put(identity, written.size() + 1);
        fields.number(NEW);
        fields.number(snapshot.backendPid());
        fields.number(snapshot.sequence());
        fields.moment(snapshot.takenAt());
        fields.optional(snapshot.facts().mallocBytes());
        fields.optional(snapshot.facts().rssAnonBytes());
        nodes(snapshot.nodes());
        fields.number(END);
    }

    private void nodes(List<ContextNode> nodes) throws IOException {
        Map<NodeKey, Integer> here = new HashMap<>(nodes.size() * 2);
        int at = 0;
        while (at < nodes.size()) {
            Integer place = places.get(nodes.get(at).key());
            int length = place == null ? 0 : sameFrom(nodes, at, place);
            if (length == 0) {
                fields.number(NODE);
                node(nodes.get(at));
                length = 1;
            } else {
                fields.number(RUN);
                fields.number(place);
                fields.number(length);
            }
            for (int i = at; i < at + length; i++) {
                here.put(nodes.get(i).key(), i);
            }
            at += length;
        }
        last = nodes;
        places = here;
    }

    private int sameFrom(List<ContextNode> nodes, int at, int place) {
        int length = 0;
        while (at + length < nodes.size()
                && place + length < last.size()
                && nodes.get(at + length).equals(last.get(place + length))) {
            length++;
        }
        return length;
    }

    private void node(ContextNode node) throws IOException {
        fields.number(node.key().value());
        fields.optional(node.parent(), parent -> fields.number(parent.value()));
        fields.number(node.level());
        fields.text(node.name());
        fields.text(node.ident());
        fields.constant(node.kind());
        fields.constant(node.lifetime());
        fields.flag(node.observer());
        fields.flag(node.clockDriven());
        fields.number(node.totalBytes());
        fields.number(node.freeBytes());
        fields.number(node.blocks());
        fields.number(node.freeChunks());
    }
}
