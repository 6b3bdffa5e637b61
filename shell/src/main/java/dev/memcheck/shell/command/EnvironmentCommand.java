package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.Variables;
import java.util.List;

/** {@code \getenv NAME VARIABLE}: a variable of the environment as one of the session. */
final class EnvironmentCommand implements ShellCommand {
    @Override
    public String name() {
        return "getenv";
    }

    @Override
    public String synopsis() {
        return "NAME VARIABLE";
    }

    @Override
    public String help() {
        return "set a variable to one of the environment's";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (words.size() != 2 || !Variables.isName(words.get(0))) {
            return CommandResult.refused("expected \\getenv NAME VARIABLE, found \"" + command.rest() + "\"");
        }
        String value = System.getenv(words.get(1));
        if (value != null) {
            context.variables().set(words.get(0), value);
        }
        return CommandResult.done();
    }
}
