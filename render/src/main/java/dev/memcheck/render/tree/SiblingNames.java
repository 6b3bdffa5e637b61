package dev.memcheck.render.tree;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which of many siblings are folded together for their names: those of one name; those whose names differ in numbers alone;
 * those of many names that begin with the same word; and, where hardly two have anything in common, all of them. A library
 * may put a number or a key into the names of its contexts, and findings are grouped in the same way.
 */
final class SiblingNames {
    /** So many siblings of a kind are shown before the others are folded. */
    static final int SHOWN = 5;

    /** From more different names on, their first word is enough. */
    private static final int MANY = 16;

    /** From more on that share no word, nothing is needed. */
    private static final int VERY_MANY = 100;

    private static final String ANY = "%";

    /** As the extension has it: a hexadecimal number is a word with a digit in it, or begins with 0x. */
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![0-9A-Za-z])(?:0x[0-9A-Fa-f]+|(?=[0-9A-Fa-f]*[0-9])[0-9A-Fa-f]+)(?![0-9A-Za-z])|[0-9]+");

    private static final Pattern FIRST_WORD = Pattern.compile("^[0-9A-Za-z%]*[^0-9A-Za-z%]");

    private final Map<String, Integer> counts = new HashMap<>();
    private Map<String, Kind> kinds;

    private final int alike;

    /** @param alike so many of one name are shown before the others are folded; 0 folds all from three on */
    SiblingNames(int alike) {
        this.alike = alike;
    }

    /** @param name of all of them, or a pattern with a {@code %} in the place of what differs */
    record Kind(TreeRow.GroupKind kind, String name) {}

    /** One more sibling. */
    void add(String name) {
        counts.merge(name, 1, Integer::sum);
    }

    /** What a sibling of this name is folded with; empty if it stands for itself. No more may be added then. */
    Optional<Kind> kind(String name) {
        if (kinds == null) {
            kinds = new HashMap<>();
            Map<String, Integer> left = new HashMap<>(counts);
            TreeRow.GroupKind same = alike == 0 ? TreeRow.GroupKind.ALL : TreeRow.GroupKind.OTHERS;
            decide(left, same, Math.max(2, alike + 1), Map.copyOf(counts), SiblingNames::itself);
            decide(left, TreeRow.GroupKind.ALIKE, SHOWN + 1, Map.copyOf(left), SiblingNames::withoutNumbers);
            decide(left, TreeRow.GroupKind.ALIKE, MANY, ones(left), SiblingNames::firstWord);
            decide(left, TreeRow.GroupKind.ALIKE, VERY_MANY, ones(left), unused -> Optional.of(ANY));
        }
        return Optional.ofNullable(kinds.get(name));
    }

    /** Of a rule: what it makes of a name, if it can. */
    private interface Likeness {
        Optional<String> of(String name);
    }

    private void decide(
            Map<String, Integer> left,
            TreeRow.GroupKind kind,
            int few,
            Map<String, Integer> weights,
            Likeness likeness) {
        Map<String, String> alike = new HashMap<>();
        Map<String, Integer> sums = new HashMap<>();
        weights.forEach((name, weight) -> likeness.of(name).ifPresent(pattern -> {
            alike.put(name, pattern);
            sums.merge(pattern, weight, Integer::sum);
        }));
        alike.forEach((name, pattern) -> {
            if (sums.get(pattern) > few) {
                kinds.put(name, new Kind(kind, pattern));
                left.remove(name);
            }
        });
    }

    /** Each name once, so that many of one name are not many names. */
    private static Map<String, Integer> ones(Map<String, Integer> left) {
        Map<String, Integer> ones = new HashMap<>();
        left.keySet().forEach(name -> ones.put(name, 1));
        return ones;
    }

    private static Optional<String> itself(String name) {
        return Optional.of(name);
    }

    private static Optional<String> withoutNumbers(String name) {
        String pattern = NUMBER.matcher(name).replaceAll(ANY);
        return pattern.equals(name) ? Optional.empty() : Optional.of(pattern);
    }

    private static Optional<String> firstWord(String name) {
        var word = FIRST_WORD.matcher(withoutNumbers(name).orElse(name));
        return word.find() ? Optional.of(word.group() + ANY) : Optional.empty();
    }
}
