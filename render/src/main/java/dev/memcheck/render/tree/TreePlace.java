package dev.memcheck.render.tree;

import dev.memcheck.snapshot.NodeKey;
import java.util.List;
import java.util.Optional;

/**
 * A row as it can be found again in another tree of the same backend: where its node is gone, an ancestor stands in.
 *
 * @param path the item of the row, then what it is below, the root last
 * @param offset which of the item's own rows, from 0
 */
public record TreePlace(List<FoldKey> path, int offset) {
    public TreePlace {
        path = List.copyOf(path);
    }

    /** The context that the row is or belongs to; empty for a folded group and for a finding of no context. */
    public Optional<NodeKey> node() {
        return path.isEmpty() || !path.get(0).isNode()
                ? Optional.empty()
                : Optional.of(path.get(0).node());
    }
}
