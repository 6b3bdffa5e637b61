package dev.memcheck.finding;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Finds the sightings of one judgement among the findings that are known. Each known finding is taken once: two sightings of
 * one judgement are two defects, also where nothing that is known of them tells them apart.
 */
public final class Pairing {
    private final IntFunction<Finding> known;
    private final int count;
    private final Set<Integer> taken = new HashSet<>();

    /**
     * @param known the known finding at an index; null where it cannot be meant
     * @param count how many there are
     */
    public Pairing(IntFunction<Finding> known, int count) {
        this.known = known;
        this.count = count;
    }

    public Pairing(List<Finding> known) {
        this(known::get, known.size());
    }

    /** The index of the first known finding of the same defect that was not taken yet, which takes it. */
    public OptionalInt take(Finding sighting) {
        for (int i = 0; i < count; i++) {
            Finding candidate = known.apply(i);
            if (candidate != null && candidate.sameDefect(sighting) && taken.add(i)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
