package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.Variables;
import java.util.List;

/**
 * {@code \getenv NAME VARIABLE}: a variable of the environment as one of the session. {@code \setenv VARIABLE [VALUE]}: what
 * programs see that the session starts.
 */
final class EnvironmentCommand implements ShellCommand {
    private final boolean sets;

    EnvironmentCommand(boolean sets) {
        this.sets = sets;
    }

    @Override
    public String name() {
        return sets ? "setenv" : "getenv";
    }

    @Override
    public String synopsis() {
        return sets ? "VARIABLE [VALUE]" : "NAME VARIABLE";
    }

    @Override
    public String help() {
        return sets ? "set a variable of the environment, or unset it" : "set a variable to one of the environment's";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (sets) {
            return set(context, words);
        }
        if (words.size() != 2 || !Variables.isName(words.get(0))) {
            return CommandResult.refused("expected \\getenv NAME VARIABLE, found \"" + command.rest() + "\"");
        }
        context.directory()
                .environment(words.get(1))
                .ifPresent(value -> context.variables().set(words.get(0), value));
        return CommandResult.done();
    }

    private static CommandResult set(CommandContext context, List<String> words) {
        if (words.isEmpty() || words.size() > 2) {
            return CommandResult.refused("expected \\setenv VARIABLE [VALUE]");
        }
        String name = words.get(0);
        if (name.isEmpty() || name.contains("=")) {
            return CommandResult.refused("\\setenv: environment variable name must not contain \"=\"");
        }
        context.directory().setEnvironment(name, words.stream().skip(1).findFirst());
        return CommandResult.done();
    }
}
