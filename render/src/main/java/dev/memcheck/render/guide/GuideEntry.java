package dev.memcheck.render.guide;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a guide says of one thing.
 *
 * @param names of the thing, or of several that are alike
 * @param fields what is said, by its label: one text, or several lines of code
 */
public record GuideEntry(List<String> names, Map<String, List<String>> fields) {
    public GuideEntry {
        names = List.copyOf(names);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** All that is said under a label; empty if nothing is. */
    List<String> lines(String label) {
        return fields.getOrDefault(label, List.of());
    }

    /** What is said under a label that has one text; empty if nothing is. */
    String text(String label) {
        return String.join(" ", lines(label));
    }
}
