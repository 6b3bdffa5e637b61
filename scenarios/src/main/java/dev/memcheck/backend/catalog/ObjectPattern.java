package dev.memcheck.backend.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which objects are meant, as in psql: letters are folded to lower case except in double quotes, {@code *} stands for any
 * characters, {@code ?} for one, a dot comes after the schema, and the rest is a regular expression.
 */
public final class ObjectPattern {
    private final List<String> parts;
    private final String text;

    private ObjectPattern(List<String> parts, String text) {
        this.parts = List.copyOf(parts);
        this.text = text;
    }

    /**
     * @param text as typed; empty for all
     * @throws IllegalArgumentException if it has more dots than a name with its database may have
     */
    public static ObjectPattern of(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                if (quoted && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    part.append(text.charAt(++at));
                } else {
                    quoted = !quoted;
                }
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(expression(c, quoted));
            }
        }
        parts.add(part.toString());
        if (parts.size() > 3) {
            throw new IllegalArgumentException("improper qualified name (too many dotted names): " + text);
        }
        return new ObjectPattern(parts, text);
    }

    private static String expression(char c, boolean quoted) {
        if (quoted) {
            return "|*+?()[]{}.^$\\".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
        }
        return switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            case '$' -> "\\$";
            default -> String.valueOf(c).toLowerCase(Locale.ROOT);
        };
    }

    /** Whether all objects are meant. */
    public boolean isAll() {
        return text.isEmpty();
    }

    /** As it was typed. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * The condition on an object's schema and name.
     *
     * @param visible the condition that it needs no schema to be meant
     */
    String condition(String schema, String name, String visible) {
        String inSchema = parts.size() == 1 ? visible : matches(schema, parts.get(parts.size() - 2));
        return "(" + inSchema + ") AND (" + matches(name, parts.get(parts.size() - 1)) + ")";
    }

    /** The condition on the name of an object that has no schema. */
    String condition(String name) {
        return matches(name, parts.get(parts.size() - 1));
    }

    private static String matches(String column, String expression) {
        return expression.isEmpty() || expression.equals(".*")
                ? "true"
                : column + CatalogSql.of(" @~ ") + CatalogSql.literal("^(" + expression + ")$")
                        + " COLLATE pg_catalog.\"default\"";
    }
}
