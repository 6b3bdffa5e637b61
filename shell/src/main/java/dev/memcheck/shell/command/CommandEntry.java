package dev.memcheck.shell.command;

import dev.memcheck.script.LanguageCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * A command as help and completion show it, whether the language or the shell runs it.
 *
 * @param names with their backslash, the first the usual one
 * @param bareNames those that work without one
 * @param synopsis what may follow; empty if nothing may
 * @param help one line
 */
public record CommandEntry(List<String> names, List<String> bareNames, String synopsis, String help) {
    static CommandEntry of(LanguageCommand command) {
        return new CommandEntry(slashed(command.names()), List.of(), command.synopsis(), command.help());
    }

    static CommandEntry of(ShellCommand command) {
        List<String> names = new ArrayList<>(List.of(command.name()));
        names.addAll(command.aliases());
        return new CommandEntry(slashed(names), command.bareNames(), command.synopsis(), command.help());
    }

    /** The form of the command: all its names, and what may follow them. */
    public String form() {
        List<String> all = new ArrayList<>(names);
        all.addAll(bareNames);
        return String.join(", ", all) + (synopsis.isEmpty() ? "" : " " + synopsis);
    }

    private static List<String> slashed(List<String> names) {
        return names.stream().map(name -> "\\" + name).toList();
    }
}
