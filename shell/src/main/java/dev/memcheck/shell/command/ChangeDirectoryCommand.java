package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.List;

/** {@code \cd [DIRECTORY]}: file names that follow begin there, and programs are started there. */
final class ChangeDirectoryCommand implements ShellCommand {
    @Override
    public String name() {
        return "cd";
    }

    @Override
    public String synopsis() {
        return "[DIR]";
    }

    @Override
    public String help() {
        return "change the directory of files and programs";
    }

    @Override
    public Argument argument() {
        return Argument.FILE;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (words.size() > 1) {
            return CommandResult.refused("\\cd expects one directory, in quotes if it has spaces");
        }
        context.directory().change(words.isEmpty() ? "~" : words.get(0));
        return CommandResult.done();
    }
}
