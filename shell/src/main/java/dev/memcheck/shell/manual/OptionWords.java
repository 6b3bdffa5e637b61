package dev.memcheck.shell.manual;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command, as the generated texts need them. */
final class OptionWords {
    private OptionWords() {}

    /** Those that are to be seen, in the order of the help. */
    static List<OptionSpec> of(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /** Whether its value is a file or a directory. */
    static boolean takesFile(OptionSpec option) {
        String label = option.paramLabel();
        return Stream.of("FILE", "DIR").anyMatch(label::contains);
    }

    /** All that is said of it, in one line. */
    static String help(OptionSpec option) {
        return oneLine(option.description());
    }

    static String help(CommandSpec command) {
        return oneLine(command.usageMessage().description());
    }

    private static String oneLine(String[] description) {
        return String.join(" ", description)
                .strip()
                .replaceAll("\\s+", " ")
                .replace("%n", " ")
                .replace("%%", "%");
    }
}
