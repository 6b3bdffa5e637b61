package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.List;

/** {@code \i FILE}: runs a session file as if it were typed here. */
final class IncludeCommand implements ShellCommand {
    @Override
    public String name() {
        return "i";
    }

    @Override
    public String synopsis() {
        return "FILE";
    }

    @Override
    public String help() {
        return "run a session file in this session";
    }

    @Override
    public Argument argument() {
        return Argument.FILE;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (words.size() != 1) {
            return CommandResult.refused("\\i expects the name of one file, as in \\i demo.mcs");
        }
        context.include(context.directory().resolve(words.get(0)));
        return CommandResult.done();
    }
}
