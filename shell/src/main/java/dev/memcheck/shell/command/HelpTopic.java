package dev.memcheck.shell.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What there is help on besides single commands. */
public enum HelpTopic {
    CONTEXT,
    FINDING,
    COMMANDS,
    VARIABLES;

    /** The topic of this name, which may be in the plural; empty if there is none. */
    static Optional<HelpTopic> ofName(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(topic -> topic.label().equals(word) || (topic.label() + "s").equals(word))
                .findFirst();
    }

    /** What is typed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(HelpTopic::label).toList();
    }
}
