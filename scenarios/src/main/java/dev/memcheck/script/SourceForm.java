package dev.memcheck.script;

import java.util.regex.Pattern;

/** Writes names and texts the way the language reads them. */
final class SourceForm {
    private static final Pattern BARE_WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private SourceForm() {}

    /** The name bare where the scanner would read it as one word, in quotes otherwise. */
    static String word(String name) {
        return BARE_WORD.matcher(name).matches() ? name : quoted(name);
    }

    /** A string literal. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** An identifier in double quotes. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
