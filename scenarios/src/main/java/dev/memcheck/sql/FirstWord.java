package dev.memcheck.sql;

import java.util.Locale;
import java.util.regex.Pattern;

/** How a statement begins. */
public final class FirstWord {
    private static final Pattern BEFORE_FIRST =
            Pattern.compile("^(?:\\s+|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)+", Pattern.DOTALL);

    private FirstWord() {}

    /** The first word of a statement in small letters, comments left out; empty if it begins with something else. */
    public static String of(String sql) {
        return BEFORE_FIRST
                .matcher(sql)
                .replaceFirst("")
                .split("[^A-Za-z]", 2)[0]
                .toLowerCase(Locale.ROOT);
    }
}
