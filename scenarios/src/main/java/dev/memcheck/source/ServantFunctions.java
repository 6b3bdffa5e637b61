package dev.memcheck.source;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions of scripts that are there for something else to call: a type, an aggregate, a language or a foreign-data wrapper. */
final class ServantFunctions {
    private static final String OF_TYPE = "is called for values of a type: use them";
    private static final String OF_AGGREGATE = "is called by an aggregate, with its state";

    /** Followed by an equals sign and the function. */
    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry("input", OF_TYPE),
            Map.entry("output", OF_TYPE),
            Map.entry("receive", OF_TYPE),
            Map.entry("send", OF_TYPE),
            Map.entry("typmod_in", OF_TYPE),
            Map.entry("typmod_out", OF_TYPE),
            Map.entry("analyze", OF_TYPE),
            Map.entry("sfunc", OF_AGGREGATE),
            Map.entry("sfunc1", OF_AGGREGATE),
            Map.entry("finalfunc", OF_AGGREGATE),
            Map.entry("combinefunc", OF_AGGREGATE),
            Map.entry("serialfunc", OF_AGGREGATE),
            Map.entry("deserialfunc", OF_AGGREGATE),
            Map.entry("msfunc", OF_AGGREGATE),
            Map.entry("minvfunc", OF_AGGREGATE),
            Map.entry("mfinalfunc", OF_AGGREGATE));

    /** Followed by the function, in the statement that makes a language or a wrapper. */
    private static final List<String> CLAUSES = List.of("handler", "inline", "validator");

    private final Map<String, String> reasons = new HashMap<>();

    /** @param words of one script, without comments and white space */
    void learn(List<String> words) {
        boolean clauses = false;
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i).toLowerCase(Locale.ROOT);
            if (word.equals("language") || word.equals("wrapper")) {
                clauses = true;
            } else if (word.equals(";")) {
                clauses = false;
            }
            if (MEMBERS.containsKey(word) && words.get(i + 1).equals("=")) {
                reasons.putIfAbsent(name(words, i + 2), MEMBERS.get(word));
            } else if (clauses && CLAUSES.contains(word)) {
                reasons.putIfAbsent(name(words, i + 1), "is the " + word + " of a language or wrapper: use that");
            }
        }
    }

    /** Why a function is not called by itself; {@code null} if it may be. */
    String reason(String function) {
        return reasons.get(plain(function));
    }

    private static String name(List<String> words, int at) {
        int end = at;
        while (end + 2 < words.size() && words.get(end + 1).equals(".")) {
            end += 2;
        }
        return end < words.size() ? plain(words.get(end)) : "";
    }

    private static String plain(String function) {
        String last = function.substring(function.lastIndexOf('.') + 1);
        return last.startsWith("\"") ? last.replace("\"", "") : last.toLowerCase(Locale.ROOT);
    }
}
