package dev.memcheck.source;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

    private static final String HANDLER = "handler";

    /** Followed by the function, in the statement that makes a language or a wrapper. */
    private static final List<String> CLAUSES = List.of(HANDLER, "inline", "validator");

    private final Map<String, SqlFunction.Servant> servants = new HashMap<>();

    /** @param words of one script, without comments and white space */
    void learn(List<String> words) {
        boolean clauses = false;
        String served = "";
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i).toLowerCase(Locale.ROOT);
            if (word.equals("language") || word.equals("wrapper")) {
                clauses = true;
                served = plain(words.get(i + 1));
            } else if (word.equals(";")) {
                clauses = false;
            }
            if (MEMBERS.containsKey(word) && words.get(i + 1).equals("=")) {
                servants.putIfAbsent(name(words, i + 2), new SqlFunction.Servant(MEMBERS.get(word), Optional.empty()));
            } else if (clauses && CLAUSES.contains(word)) {
                String why = "is the " + word + " of a language or wrapper: use that";
                servants.putIfAbsent(
                        name(words, i + 1),
                        new SqlFunction.Servant(why, Optional.of(served).filter(name -> word.equals(HANDLER))));
            }
        }
    }

    /** What calls a function; {@code null} if it may be called by itself. */
    SqlFunction.Servant of(String function) {
        return servants.get(plain(function));
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
