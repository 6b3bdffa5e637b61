package dev.memcheck.shell.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A command line whose words mean what they seem to: an option by its whole name, its value behind it, and what is neither. Each
 * option class takes its own words from it. A word that nobody takes, that is given twice, or is anything else than plain makes the
 * whole line not plain, and then picocli reads it and says what is wrong. The plain one takes no time to read, while picocli first
 * reads the annotations of all options, a third of the start of {@code memcheck run}.
 */
final class PlainWords {
    private static final int MOST_DIGITS = 9;

    private final List<String> words;
    private final BitSet taken = new BitSet();
    private boolean plain = true;

    PlainWords(List<String> words) {
        this.words = words;
    }

    /** Whether all words are taken, and were plain. */
    boolean arePlain() {
        return plain && taken.cardinality() == words.size();
    }

    /** One of the words is none that its taker understands. */
    void giveUp() {
        plain = false;
    }

    /** Takes an option that has no value; whether it is there. */
    boolean flag(String... names) {
        boolean there = false;
        for (int at = 0; at < words.size(); at++) {
            if (!taken.get(at) && List.of(names).contains(words.get(at))) {
                taken.set(at);
                plain &= !there;
                there = true;
            }
        }
        return there;
    }

    /** Takes the value of an option; null if it is not there, as an option's field has it. */
    String value(String... names) {
        List<String> all = values(names);
        plain &= all.size() <= 1;
        return all.isEmpty() ? null : all.get(0);
    }

    /** Takes the values of an option that is repeatable. */
    List<String> values(String... names) {
        List<String> values = new ArrayList<>();
        for (Named value : named(names)) {
            values.add(value.text());
        }
        return values;
    }

    Path path(String... names) {
        String value = value(names);
        return value == null ? null : pathOf(value);
    }

    Integer number(String... names) {
        String value = value(names);
        if (value == null) {
            return null;
        }
        boolean digits = value.length() <= MOST_DIGITS;
        for (int at = 0; at < value.length(); at++) {
            digits &= value.charAt(at) >= '0' && value.charAt(at) <= '9';
        }
        plain &= digits;
        return digits ? Integer.valueOf(value) : null;
    }

    /** Takes the values of several options, in their order on the command line. */
    List<Named> named(String... names) {
        List<Named> values = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            if (taken.get(at) || !List.of(names).contains(name)) {
                continue;
            }
            taken.set(at);
            if (equals < 0) {
                at++;
            }
            String value = equals < 0 ? valueAt(at) : word.substring(equals + 1);
            plain &= isValue(value);
            values.add(new Named(name, value));
        }
        return values;
    }

    /** Takes what belongs to no option; comes last. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (int at = taken.nextClearBit(0); at < words.size(); at = taken.nextClearBit(at + 1)) {
            plain &= isValue(words.get(at));
            rest.add(words.get(at));
        }
        taken.set(0, words.size());
        return rest;
    }

    /** A path of this name; the line is not plain if there can be none. */
    Path pathOf(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            giveUp();
            return null;
        }
    }

    private String valueAt(int at) {
        if (at >= words.size() || taken.get(at)) {
            return "";
        }
        taken.set(at);
        return words.get(at);
    }

    /** Picocli reads further words from a file that a word with an at sign names. */
    private static boolean isValue(String word) {
        return !word.isEmpty() && !word.startsWith("-") && !word.startsWith("@");
    }

    /**
     * The value of one of several options.
     *
     * @param name by which the option was called
     */
    record Named(String name, String text) {}
}
