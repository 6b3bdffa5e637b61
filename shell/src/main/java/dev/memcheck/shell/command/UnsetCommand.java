package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.LanguageCommand;

/** {@code &#92;unset NAME}: the language forgets the variable when it reads the line, and nothing is left to do. */
final class UnsetCommand implements ShellCommand {
    @Override
    public String name() {
        return LanguageCommand.UNSET.label();
    }

    @Override
    public String synopsis() {
        return LanguageCommand.UNSET.synopsis();
    }

    @Override
    public String help() {
        return LanguageCommand.UNSET.help();
    }

    @Override
    public Argument argument() {
        return Argument.VARIABLE;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        command.words().forEach(context.variables()::unset);
        return CommandResult.done();
    }
}
