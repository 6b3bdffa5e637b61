package dev.memcheck.render.tree;

import dev.memcheck.diff.NodeDiff;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.snapshot.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a tree shows.
 *
 * @param snapshot the contexts
 * @param diff how they differ from an earlier snapshot, if that is to be shown; its later side is {@code snapshot}
 * @param findings tied to a node by key or else by path; those tied to neither are shown below the tree
 */
public record TreeSubject(Snapshot snapshot, Optional<SnapshotDiff> diff, List<Finding> findings) {
    /** @throws IllegalArgumentException if the difference is not of this snapshot */
    public TreeSubject {
        Objects.requireNonNull(snapshot);
        findings = List.copyOf(findings);
        if (diff.isPresent() && diff.get().after() != snapshot) {
            throw new IllegalArgumentException("the difference is of another snapshot than " + snapshot);
        }
    }

    /** Whether there is nothing to report: no finding, and no change that counts under these options. */
    public boolean isQuiet(TreeOptions options) {
        return findings.isEmpty()
                && diff.map(SnapshotDiff::changed).orElse(List.of()).stream()
                        .map(NodeDiff::node)
                        .noneMatch(node -> options.shows(node) && options.isLoud(node));
    }

    /** The contexts as they are. */
    public static TreeSubject of(Snapshot snapshot, List<Finding> findings) {
        return new TreeSubject(snapshot, Optional.empty(), findings);
    }

    /** The contexts of the later snapshot, what became of them, and what is gone. */
    public static TreeSubject of(SnapshotDiff diff, List<Finding> findings) {
        return new TreeSubject(diff.after(), Optional.of(diff), findings);
    }
}
