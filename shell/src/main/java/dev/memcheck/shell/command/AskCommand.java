package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.Variables;
import java.util.List;
import java.util.Optional;

/** {@code \prompt [TEXT] NAME}: sets a variable to what the person at the prompt answers. */
final class AskCommand implements ShellCommand {
    @Override
    public String name() {
        return "prompt";
    }

    @Override
    public String synopsis() {
        return "[TEXT] NAME";
    }

    @Override
    public String help() {
        return "ask for the value of a variable";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (words.isEmpty() || words.size() > 2 || !Variables.isName(words.get(words.size() - 1))) {
            return CommandResult.refused("expected \\prompt [TEXT] NAME, found \"" + command.rest() + "\"");
        }
        String name = words.get(words.size() - 1);
        if (Variables.isReserved(name)) {
            return CommandResult.refused("\\prompt cannot set " + name + ", which memcheck reads itself; use \\set");
        }
        if (!context.typed().canAsk()) {
            return CommandResult.refused(
                    "\\prompt asks at a terminal, and nobody is there; -v " + name + "=VALUE sets the variable");
        }
        Optional<String> answer = context.typed().ask(words.size() > 1 ? words.get(0) : "", true);
        answer.ifPresent(value -> context.variables().set(name, value));
        return answer.isPresent()
                ? CommandResult.done()
                : CommandResult.refused("\\prompt: no answer; " + name + " is as it was");
    }
}
