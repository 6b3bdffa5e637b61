package dev.memcheck.shell.manual;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What zsh completes: commands, and the options of each with what they do. */
final class ZshCompletion {
    private ZshCompletion() {}

    static String of(CommandSpec root) {
        StringBuilder text = new StringBuilder("#compdef " + root.name() + "\n\n");
        text.append("local -a commands\ncommands=(\n");
        for (Map.Entry<String, CommandLine> command : root.subcommands().entrySet()) {
            text.append("  ")
                    .append(quoted(command.getKey() + ":"
                            + OptionWords.help(command.getValue().getCommandSpec())))
                    .append('\n');
        }
        text.append(")\n\ncase ${words[2]} in\n");
        root.subcommands().forEach((name, command) -> {
            text.append(name).append(")\n  shift words\n  (( CURRENT-- ))\n");
            arguments(text, command.getCommandSpec(), "'*:file:_files'");
            text.append("  ;;\n");
        });
        text.append("*)\n  (( CURRENT == 2 )) && _describe command commands\n");
        arguments(text, root, "");
        return text.append("  ;;\nesac\n").toString();
    }

    private static void arguments(StringBuilder text, CommandSpec command, String rest) {
        text.append("  _arguments -s -S");
        for (OptionSpec option : OptionWords.of(command)) {
            for (String name : option.names()) {
                text.append(" \\\n    ").append(quoted(argument(option, name)));
            }
        }
        text.append(rest.isEmpty() ? "" : " \\\n    " + rest).append('\n');
    }

    /** Such as {@code --port=[port of the server]:PORT:}. */
    private static String argument(OptionSpec option, String name) {
        boolean isLong = name.startsWith("--");
        String help = "[" + OptionWords.help(option).replaceAll("([\\[\\]:\\\\])", "\\\\$1") + "]";
        if (!OptionWords.takesValue(option)) {
            return "*" + name + help;
        }
        String values = option.completionCandidates() != null
                ? "(" + String.join(" ", option.completionCandidates()) + ")"
                : OptionWords.takesFile(option) ? "_files" : "";
        String label = option.paramLabel().replaceAll("[:\\[\\]]", " ").strip();
        return "*" + name + (isLong ? "=" : "+") + help + ":" + label + ":" + values;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
