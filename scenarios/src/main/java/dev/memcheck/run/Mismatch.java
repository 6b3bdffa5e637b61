package dev.memcheck.run;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How what was found differs from what was expected.
 *
 * @param found what was there instead, in a sentence; may hold raw server text
 * @param sides expected and found, aspect by aspect
 * @param tree how the tree of the window or statement changed, where that matters and is known
 * @param findings what was found in the tree
 */
public record Mismatch(String found, List<Side> sides, Optional<SnapshotDiff> tree, List<Finding> findings) {
    /**
     * One aspect, on both sides.
     *
     * @param aspect what is compared, as in {@code bytes}
     * @param expected empty if nothing was
     * @param found empty if nothing was
     * @param holds whether they agree
     */
    public record Side(String aspect, String expected, String found, boolean holds) {}

    public Mismatch {
        Objects.requireNonNull(found);
        sides = List.copyOf(sides);
        findings = List.copyOf(findings);
    }

    /** A mismatch in one aspect. */
    static Mismatch of(String aspect, String expected, String found) {
        return new Mismatch(found, List.of(new Side(aspect, expected, found, false)), Optional.empty(), List.of());
    }

    /** The same, over the tree of what was looked at. */
    Mismatch over(Optional<SnapshotDiff> diff, List<Finding> inTree) {
        return new Mismatch(found, sides, diff, inTree);
    }
}
