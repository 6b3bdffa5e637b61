package dev.memcheck.snapshot;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds snapshots from a drawing, for tests:
 *
 * <pre>
 * TopMemoryContext 100
 *   CacheMemoryContext 200/1024
 *     CatCache "ident" 30 slab
 *   MessageContext 40 statement
 *     leaky 50 #7
 * </pre>
 *
 * <p>A line is: two spaces for each level, name, optional ident in quotes, used bytes (optionally {@code /} bytes of all
 * blocks, else the same), then any of {@code #key}, {@code observer}, {@code clock}, a kind and a lifetime. Children take over the
 * lifetime of their parent; the root's is {@code backend}. Without {@code #key} a node has the same key in every drawing
 * in which it stands as the same-named (and same-numbered) child of the same parents, so that two drawings of a tree
 * can be compared. {@code ~ 1000} after a line stands for that many siblings of its kind.
 */
public final class SnapshotDrawing {
    private static final Pattern LINE =
            Pattern.compile("( *)(\\S.*?)(?: \"(.*)\")? (\\d+)(?:/(\\d+))?((?: (?:#\\d+|[a-z]+))*)(?: ~ (\\d+))?");
    private static final int PID = 4711;

    private final List<ContextNode> nodes = new ArrayList<>();
    private final Deque<ContextNode> ancestors = new ArrayDeque<>();
    private final Map<String, Integer> seen = new HashMap<>();

    private SnapshotDrawing() {}

    /** @throws IllegalArgumentException if a line is not of the form above */
    public static Snapshot of(String drawing) {
        return of(1, drawing);
    }

    /** The same as the {@code sequence}-th snapshot of its backend. */
    public static Snapshot of(long sequence, String drawing) {
        return of(PID, sequence, drawing);
    }

    /** The same as the {@code sequence}-th snapshot of the backend with this process id. */
    public static Snapshot of(int pid, long sequence, String drawing) {
        SnapshotDrawing reader = new SnapshotDrawing();
        drawing.lines().filter(line -> !line.isBlank()).forEach(reader::read);
        return Snapshot.of(pid, sequence, Instant.ofEpochSecond(1_700_000_000L + sequence), reader.nodes);
    }

    /** The first node of this name. */
    public static ContextNode node(Snapshot snapshot, String name) {
        return snapshot.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no context " + name + " in " + snapshot));
    }

    private void read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || matcher.group(1).length() % 2 != 0) {
            throw new IllegalArgumentException("not a line of a drawing: " + line);
        }
        int level = matcher.group(1).length() / 2;
        while (ancestors.size() > level) {
            ancestors.pop();
        }
        if (ancestors.size() < level) {
            throw new IllegalArgumentException("indented too far: " + line);
        }
        int copies = matcher.group(7) == null ? 1 : Integer.parseInt(matcher.group(7));
        ContextNode last = null;
        for (int copy = 0; copy < copies; copy++) {
            last = node(matcher, level);
            nodes.add(last);
        }
        ancestors.push(last);
    }

    private ContextNode node(Matcher matcher, int level) {
        String name = matcher.group(2);
        String ident = matcher.group(3) == null ? "" : matcher.group(3);
        long used = Long.parseLong(matcher.group(4));
        long total = matcher.group(5) == null ? used : Long.parseLong(matcher.group(5));
        Optional<ContextNode> parent = Optional.ofNullable(ancestors.peek());
        NodeKey key = defaultKey(parent, name, ident);
        Lifetime lifetime = parent.map(ContextNode::lifetime).orElse(Lifetime.BACKEND);
        ContextKind kind = ContextKind.ALLOC_SET;
        boolean observer = parent.map(ContextNode::observer).orElse(false);
        boolean clockDriven = parent.map(ContextNode::clockDriven).orElse(false);
        for (String word : matcher.group(6).strip().split(" ")) {
            if (word.startsWith("#")) {
                key = new NodeKey(Long.parseLong(word.substring(1)));
            } else if (word.equals("observer")) {
                observer = true;
            } else if (word.equals("clock")) {
                clockDriven = true;
            } else if (!word.isEmpty()) {
                Optional<ContextKind> namedKind = kind(word);
                kind = namedKind.orElse(kind);
                lifetime = namedKind.isPresent() ? lifetime : lifetime(word);
            }
        }
        return new ContextNode(
                key,
                parent.map(ContextNode::key),
                level,
                name,
                ident,
                kind,
                lifetime,
                observer,
                clockDriven,
                total,
                total - used,
                1,
                0);
    }

    private NodeKey defaultKey(Optional<ContextNode> parent, String name, String ident) {
        String place = parent.map(node -> node.key().toString()).orElse("") + '\u0000' + name + '\u0000' + ident;
        int number = seen.merge(place, 1, Integer::sum);
        UUID identity = UUID.nameUUIDFromBytes((place + '\u0000' + number).getBytes(StandardCharsets.UTF_8));
        return new NodeKey(identity.getMostSignificantBits());
    }

    private static Optional<ContextKind> kind(String word) {
        for (ContextKind kind : ContextKind.values()) {
            if (kind.label().toLowerCase(Locale.ROOT).equals(word) && kind != ContextKind.UNKNOWN) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Lifetime lifetime(String word) {
        return Lifetime.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
