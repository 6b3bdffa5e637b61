package dev.memcheck.finding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds the sightings of one judgement among the findings that are known. Each known finding is taken once: two sightings of
 * one judgement are two defects, also where nothing that is known of them tells them apart.
 */
public final class Pairing {
    private final DefectIndex known;
    private final int count;

    /** How many of each defect were taken, from the first one on. */
    private final Map<DefectKey, Integer> taken = new HashMap<>();

    /**
     * @param known those that are known; others may be added to it meanwhile
     * @param count how many are meant: those in places below this
     */
    public Pairing(DefectIndex known, int count) {
        this.known = known;
        this.count = count;
    }

    public Pairing(List<Finding> known) {
        this(DefectIndex.of(known), known.size());
    }

    /** The place of the first known finding of the same defect that was not taken yet, which takes it. */
    public OptionalInt take(Finding sighting) {
        DefectKey defect = sighting.defectKey();
        List<Integer> places = known.of(defect);
        int next = taken.getOrDefault(defect, 0);
        if (next >= places.size() || places.get(next) >= count) {
            return OptionalInt.empty();
        }
        taken.put(defect, next + 1);
        return OptionalInt.of(places.get(next));
    }
}
