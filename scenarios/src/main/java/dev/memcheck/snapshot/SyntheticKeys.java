package dev.memcheck.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keys for contexts of a server that gives them none: a hash of the names and idents from the root, and of the ordinal
 * among siblings that share both. The server puts new children first, so the ordinal is counted from the last one:
 * what was there before keeps its key when siblings are added.
 */
public final class SyntheticKeys {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final NodeKey[] keys;

    /**
     * What is known of one context.
     *
     * @param level its depth; the root's may be any
     */
    public record Named(int level, String name, String ident) {}

    /** @param rows in pre-order, the root first */
    public SyntheticKeys(List<Named> rows) {
        int[] parents = parents(rows);
        int[] ordinals = ordinals(rows, parents);
        keys = new NodeKey[rows.size()];
        Set<NodeKey> used = new HashSet<>();
        for (int i = 0; i < keys.length; i++) {
            long hash = parents[i] < 0 ? FNV_OFFSET : keys[parents[i]].value();
            hash = mix(mix(hash, rows.get(i).name()), rows.get(i).ident());
            hash = mix(hash, Integer.toString(ordinals[i]));
            while (!used.add(new NodeKey(hash))) {
                hash++;
            }
            keys[i] = new NodeKey(hash);
        }
    }

    /** The key of the context at this place. */
    public NodeKey of(int index) {
        return keys[index];
    }

    private static int[] parents(List<Named> rows) {
        int[] parents = new int[rows.size()];
        List<Integer> path = new ArrayList<>();
        for (int i = 0; i < parents.length; i++) {
            int level = rows.get(i).level() - rows.get(0).level();
            path.subList(level, path.size()).clear();
            parents[i] = level == 0 ? -1 : path.get(level - 1);
            path.add(i);
        }
        return parents;
    }

    private static int[] ordinals(List<Named> rows, int[] parents) {
        record Twin(int parent, String name, String ident) {}
        int[] ordinals = new int[parents.length];
        Map<Twin, Integer> seen = new HashMap<>();
        for (int i = parents.length - 1; i >= 0; i--) {
            Twin twin = new Twin(parents[i], rows.get(i).name(), rows.get(i).ident());
            ordinals[i] = seen.merge(twin, 1, Integer::sum) - 1;
        }
        return ordinals;
    }

    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
        }
        return (mixed ^ 0xffff) * FNV_PRIME;
    }
}
