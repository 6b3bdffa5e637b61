package dev.memcheck.finding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where in a list of findings those of each defect are. The list may grow. */
public final class DefectIndex {
    private final Map<DefectKey, List<Integer>> places = new HashMap<>();

    static DefectIndex of(List<Finding> known) {
        DefectIndex index = new DefectIndex();
        for (int place = 0; place < known.size(); place++) {
            index.add(place, known.get(place));
        }
        return index;
    }

    /** @param place larger than those before it */
    public void add(int place, Finding finding) {
        places.computeIfAbsent(finding.defectKey(), unused -> new ArrayList<>()).add(place);
    }

    /** Whether there is one of the same defect. */
    public boolean has(Finding sighting) {
        return places.containsKey(sighting.defectKey());
    }

    /** The places of the findings of a defect, in ascending order. */
    List<Integer> of(DefectKey defect) {
        return places.getOrDefault(defect, List.of());
    }
}
