package dev.memcheck.script;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class NearMiss {
    /** So much of a word says which was meant, if it is the beginning of so few. */
    private static final int FEWEST_LETTERS = 3;

    private static final int MOST_LONGER = 3;

    private NearMiss() {}

    /**
     * The candidate with the fewest mistyped letters, first of the alphabet where several are as near; empty if none
     * is near. A letter left out, added, changed or swapped with its neighbour counts as one.
     */
    public static Optional<String> of(String word, Collection<String> candidates) {
        String best = null;
        int fewest = Math.max(1, word.length() / 3) + 1;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - word.length()) >= Math.max(fewest, 2)) {
                continue;
            }
            int mistakes = mistakes(word, candidate);
            boolean nearer = mistakes < fewest || (best != null && mistakes == fewest && candidate.compareTo(best) < 0);
            if (nearer && mistakes < Math.max(word.length(), candidate.length())) {
                best = candidate;
                fewest = mistakes;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The sentence for a message, empty if no candidate is near, and few begin with the word. */
    static String hint(String word, Collection<String> candidates, String prefix) {
        Optional<String> near = of(word, candidates);
        if (near.isPresent()) {
            return "did you mean " + prefix + near.get() + "?";
        }
        List<String> longer = longer(word, candidates);
        return longer.isEmpty() || longer.size() > MOST_LONGER
                ? ""
                : "did you mean " + prefix + String.join(" or " + prefix, longer) + "?";
    }

    private static List<String> longer(String word, Collection<String> candidates) {
        return word.length() < FEWEST_LETTERS
                ? List.of()
                : candidates.stream()
                        .filter(candidate -> candidate.startsWith(word))
                        .sorted()
                        .toList();
    }

    private static int mistakes(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int best = distance[i - 1][j - 1] + (same ? 0 : 1);
                best = Math.min(best, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, distance[i - 2][j - 2] + 1);
                }
                distance[i][j] = best;
            }
        }
        return distance[a.length()][b.length()];
    }
}
