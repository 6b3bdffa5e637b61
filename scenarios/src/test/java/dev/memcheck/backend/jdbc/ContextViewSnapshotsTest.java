package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContextViewSnapshotsTest {
    @Test
    void findsParentsByLevel() {
        Snapshot snapshot = snapshot("0 Top", "1 Cache", "2 index info a", "2 index info b", "1 Error");

        assertThat(drawn(snapshot)).isEqualTo("Top(Cache(index index) Error)");
    }

    @Test
    void startsAtLevelOneFromVersion18On() {
        assertThat(drawn(snapshot("1 Top", "2 Cache", "3 x", "2 Error"))).isEqualTo("Top(Cache(x) Error)");
    }

    @Test
    void keepsKeysWhenSiblingsAreAdded() {
        Snapshot before = snapshot("0 Top", "1 dynahash", "1 Cache", "1 dynahash");
        // The server puts a new child before its siblings.
        Snapshot after = snapshot("0 Top", "1 dynahash", "1 dynahash", "1 Cache", "1 New", "1 dynahash");

        List<NodeKey> keysBefore = keys(before);
        List<NodeKey> keysAfter = keys(after);
        assertThat(keysAfter).doesNotHaveDuplicates();
        assertThat(List.of(keysAfter.get(0), keysAfter.get(2), keysAfter.get(3), keysAfter.get(5)))
                .isEqualTo(keysBefore);
        assertThat(keysBefore).doesNotContain(keysAfter.get(1), keysAfter.get(4));
    }

    @Test
    void tellsIdentsAndPlacesApart() {
        assertThat(keys(snapshot("0 Top", "1 a x", "2 a x", "1 a y", "2 a x"))).doesNotHaveDuplicates();
    }

    @Test
    void marksWhatServesTheQueryItself() {
        Snapshot snapshot = snapshot(
                "0 Top",
                "1 MessageContext",
                "2 parser",
                "1 TopPortalContext",
                "2 PortalContext <unnamed>",
                "3 ExecutorState",
                "2 PortalContext my_cursor",
                "1 Error");

        assertThat(snapshot.nodes().stream().filter(ContextNode::observer).map(ContextNode::name))
                .containsExactly("MessageContext", "parser", "PortalContext", "ExecutorState");
    }

    @Test
    void marksPendingStatisticsAsClockDriven() {
        ViewRow root = new ViewRow("Top", "", 0, 8192, 1, 100, 2, ContextKind.UNKNOWN);
        ViewRow pending = new ViewRow("PgStat Pending", "", 1, 8192, 1, 100, 2, ContextKind.UNKNOWN);
        ViewRow cache = new ViewRow("Cache", "", 1, 8192, 1, 100, 2, ContextKind.UNKNOWN);
        ViewRow namesake = new ViewRow("PgStat Pending", "", 2, 8192, 1, 100, 2, ContextKind.UNKNOWN);

        Snapshot snapshot = ContextViewSnapshots.snapshot(1, 1, Instant.EPOCH, List.of(root, pending, cache, namesake));

        assertThat(snapshot.nodes()).extracting(ContextNode::clockDriven).containsExactly(false, true, false, false);
    }

    /** Rows as {@code level name [ident]}. */
    private static Snapshot snapshot(String... rows) {
        List<ViewRow> parsed = new ArrayList<>();
        for (String row : rows) {
            String[] words = row.split(" ", 3);
            String ident = words.length > 2 ? words[2] : "";
            parsed.add(new ViewRow(words[1], ident, Integer.parseInt(words[0]), 8192, 1, 100, 2, ContextKind.UNKNOWN));
        }
        return ContextViewSnapshots.snapshot(1, 1, Instant.EPOCH, parsed);
    }

    private static List<NodeKey> keys(Snapshot snapshot) {
        return snapshot.nodes().stream().map(ContextNode::key).toList();
    }

    private static String drawn(Snapshot snapshot) {
        return drawn(snapshot, snapshot.root());
    }

    private static String drawn(Snapshot snapshot, ContextNode node) {
        List<ContextNode> children = snapshot.children(node.key());
        return children.isEmpty()
                ? node.name()
                : node.name()
                        + children.stream()
                                .map(child -> drawn(snapshot, child))
                                .collect(Collectors.joining(" ", "(", ")"));
    }
}
