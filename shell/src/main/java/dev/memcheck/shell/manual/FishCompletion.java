package dev.memcheck.shell.manual;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What fish completes: commands, and the options of each with what they do. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandSpec root) {
        StringBuilder text = new StringBuilder("# fish completion for " + root.name() + "\n");
        String none = "__fish_use_subcommand";
        for (Map.Entry<String, CommandLine> command : root.subcommands().entrySet()) {
            text.append(line(root, none))
                    .append(" -a ")
                    .append(command.getKey())
                    .append(" -d ")
                    .append(quoted(OptionWords.help(command.getValue().getCommandSpec())))
                    .append('\n');
        }
        options(text, root, root, none);
        root.subcommands()
                .forEach((name, command) ->
                        options(text, root, command.getCommandSpec(), "__fish_seen_subcommand_from " + name));
        return text.toString();
    }

    private static void options(StringBuilder text, CommandSpec root, CommandSpec command, String when) {
        for (OptionSpec option : OptionWords.of(command)) {
            text.append(line(root, when));
            for (String name : option.names()) {
                text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + quoted(name.substring(1)));
            }
            if (OptionWords.takesValue(option)) {
                text.append(OptionWords.takesFile(option) ? " -r -F" : " -x");
                if (option.completionCandidates() != null) {
                    text.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
                }
            }
            text.append(" -d ").append(quoted(OptionWords.help(option))).append('\n');
        }
    }

    private static String line(CommandSpec root, String when) {
        return "complete -c " + root.name() + " -n " + quoted(when);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
