package dev.memcheck.script;

import java.util.List;
import java.util.Locale;

/** What {@code \if} and {@code \elif} ask, with variables as they are when their turn comes. Only psql's: a truth value, no more. */
final class Condition {
    private static final List<String> TRUE = List.of("true", "yes", "on", "1");
    private static final List<String> FALSE = List.of("false", "no", "off", "0");

    private final CommandLine line;

    Condition(CommandLine line) {
        this.line = line;
    }

    /** @throws ParseException if it is neither true nor false */
    boolean holds() {
        String value = String.join(" ", line.words());
        String lower = value.toLowerCase(Locale.ROOT);
        if (begins(TRUE, lower)) {
            return true;
        }
        if (begins(FALSE, lower)) {
            return false;
        }
        throw line.argumentError(
                "unrecognized value \"" + value + "\" for \"\\" + line.name() + " expression\": Boolean expected",
                "it is taken for false");
    }

    /** As in psql, the beginning of a word does, but an o may be either. */
    private static boolean begins(List<String> words, String value) {
        return !value.isEmpty() && !value.equals("o") && words.stream().anyMatch(word -> word.startsWith(value));
    }
}
