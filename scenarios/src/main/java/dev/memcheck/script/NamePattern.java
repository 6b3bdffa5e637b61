package dev.memcheck.script;

/**
 * Names of contexts in expectations. Only {@code %} is special: names of contexts are full of underscores, so SQL's other
 * wildcard would make most names match too much.
 */
final class NamePattern {
    private NamePattern() {}

    /** Whether the pattern may fit several names. */
    static boolean hasWildcard(String pattern) {
        return pattern.indexOf('%') >= 0;
    }

    /** Whether the name fits the pattern, in which {@code %} stands for any text. */
    static boolean matches(String pattern, String name) {
        int firstWildcard = pattern.indexOf('%');
        if (firstWildcard < 0) {
            return pattern.equals(name);
        }
        int lastWildcard = pattern.lastIndexOf('%');
        String head = pattern.substring(0, firstWildcard);
        String tail = pattern.substring(lastWildcard + 1);
        if (name.length() < head.length() + tail.length() || !name.startsWith(head) || !name.endsWith(tail)) {
            return false;
        }
        int at = head.length();
        int limit = name.length() - tail.length();
        for (String part : pattern.substring(firstWildcard, lastWildcard).split("%")) {
            int found = name.indexOf(part, at);
            if (found < 0 || found + part.length() > limit) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
