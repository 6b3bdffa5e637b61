package dev.memcheck.shell.cli;

import dev.memcheck.script.NearMiss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What to say of a command line that cannot be understood: what was probably meant. */
public final class WrongWords {
    private WrongWords() {}

    /** The message, with the near miss if there is one. Picocli's own finds none for swapped letters. */
    public static String of(ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException unmatched)) {
            return error.getMessage();
        }
        CommandLine line = error.getCommandLine();
        Optional<String> database =
                line.getCommand() instanceof MemcheckCommand memcheck ? memcheck.database() : Optional.empty();
        if (database.isPresent()) {
            return ofDatabase(database.get(), unmatched, line);
        }
        return error.getMessage()
                + unmatched.getUnmatched().stream()
                        .findFirst()
                        .filter(word -> word.startsWith("-"))
                        .flatMap(word -> NearMiss.of(
                                word.split("=", 2)[0],
                                line.getCommandSpec().optionsMap().keySet()))
                        .map(WrongWords::meant)
                        .orElse("");
    }

    /** A first word that is no command names a database, and hardly anything may follow that. */
    private static String ofDatabase(String word, UnmatchedArgumentException unmatched, CommandLine line) {
        List<String> commands = List.copyOf(line.getSubcommands().keySet());
        Optional<String> near = NearMiss.of(word, commands);
        if (near.isPresent()) {
            return "unknown command " + word + meant(near.get());
        }
        boolean option = unmatched.getUnmatched().get(0).startsWith("-");
        return option
                ? unmatched.getMessage()
                : "unknown command " + word + ", or too many words after the database " + word + ": "
                        + String.join(" ", unmatched.getUnmatched()) + "; the commands are "
                        + String.join(", ", commands);
    }

    /**
     * What to say where help is wanted of a first word that is no command: the help of the whole program would not tell that. Empty if that
     * is not so.
     */
    public static Optional<String> helpOfNone(ParseResult parsed) {
        String word =
                parsed.originalArgs().isEmpty() ? "-" : parsed.originalArgs().get(0);
        boolean names = word.matches("[\\w.-]+") && !word.startsWith("-");
        if (!parsed.isUsageHelpRequested() || parsed.hasSubcommand() || !names) {
            return Optional.empty();
        }
        List<String> commands =
                List.copyOf(parsed.commandSpec().commandLine().getSubcommands().keySet());
        return Optional.of("unknown command " + word
                + NearMiss.of(word, commands)
                        .map(WrongWords::meant)
                        .orElseGet(() -> "; the commands are " + String.join(", ", commands)));
    }

    /**
     * What to say of words before a command, which nobody would hear: the command has options of its own. Empty if there are none, or one
     * of them asks for help.
     */
    public static Optional<String> beforeCommand(ParseResult parsed) {
        if (!parsed.hasSubcommand() || parsed.matchedArgs().isEmpty() || parsed.isUsageHelpRequested()) {
            return Optional.empty();
        }
        String command = parsed.subcommand().commandSpec().name();
        List<String> words = new ArrayList<>();
        for (ArgSpec word : parsed.matchedArgs()) {
            words.add(
                    word instanceof OptionSpec option
                            ? option.shortestName()
                            : String.join(" ", word.originalStringValues()));
        }
        String first =
                words.stream().filter(word -> word.startsWith("-")).findFirst().orElse("-d " + words.get(0));
        return Optional.of(
                String.join(", ", words) + " before " + command + " would not be heeded: options of a command"
                        + " stand behind it, as in memcheck " + command + " " + first + " ...");
    }

    private static String meant(String near) {
        return "; did you mean " + near + "?";
    }
}
