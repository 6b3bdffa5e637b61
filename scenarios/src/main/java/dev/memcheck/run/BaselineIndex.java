package dev.memcheck.run;

import dev.memcheck.finding.Finding;
import dev.memcheck.script.BaselineEntry;
import dev.memcheck.script.FindingClause.Named.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Entries of a baseline in their order, found by the names that they give in full. */
final class BaselineIndex {
    private final List<BaselineEntry> entries = new ArrayList<>();

    /** The places of entries: by what they name, then by the names. */
    private final Map<Set<Part>, Map<Map<Part, String>, List<Integer>>> places = new HashMap<>();

    void add(BaselineEntry entry) {
        Map<Part, String> names = entry.names();
        places.computeIfAbsent(names.keySet(), unused -> new HashMap<>())
                .computeIfAbsent(names, unused -> new ArrayList<>())
                .add(entries.size());
        entries.add(entry);
    }

    List<BaselineEntry> entries() {
        return entries;
    }

    /** The first entry that matches. */
    Optional<BaselineEntry> find(Finding finding) {
        OptionalInt first = places.entrySet().stream()
                .map(named -> named.getValue().getOrDefault(names(named.getKey(), finding), List.of()))
                .flatMapToInt(candidates -> first(candidates, finding))
                .min();
        return first.isPresent() ? Optional.of(entries.get(first.getAsInt())) : Optional.empty();
    }

    private IntStream first(List<Integer> candidates, Finding finding) {
        return candidates.stream()
                .mapToInt(Integer::intValue)
                .filter(place -> entries.get(place).matches(finding))
                .limit(1);
    }

    private static Map<Part, String> names(Set<Part> parts, Finding finding) {
        Map<Part, String> names = new HashMap<>();
        parts.forEach(part -> part.name(finding).ifPresent(name -> names.put(part, name)));
        return names;
    }
}
