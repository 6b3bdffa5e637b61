package dev.memcheck.script;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a backslash escapes in plain quotes: a setting of the server's says so, and SQL changes it. */
final class StringRules {
    private static final String OFF = "off";
    private static final Pattern CHANGE = Pattern.compile(
            "(?is)\\s*(?:set(?:\\s+session|\\s+local)?\\s+standard_conforming_strings\\s*(?:=|\\bto\\b)\\s*'?(\\w+)'?"
                    + "|reset\\s+standard_conforming_strings)\\s*");

    private StringRules() {}

    /** Whether it escapes behind a statement, if it did before or not. */
    static boolean escapeAfter(String sql, boolean before) {
        Matcher change = CHANGE.matcher(sql);
        if (!change.matches()) {
            return before;
        }
        String value = change.group(1) == null ? "" : change.group(1).toLowerCase(Locale.ROOT);
        return value.length() > 1 && OFF.startsWith(value)
                || "false".equals(value)
                || "no".equals(value)
                || "0".equals(value);
    }
}
