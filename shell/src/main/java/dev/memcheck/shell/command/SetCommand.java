package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.LanguageCommand;

/** {@code \set [name value]}: the language sets the variable when it reads the line; alone, it lists them. */
final class SetCommand implements ShellCommand {
    @Override
    public String name() {
        return LanguageCommand.SET.label();
    }

    @Override
    public String synopsis() {
        return LanguageCommand.SET.synopsis();
    }

    @Override
    public String help() {
        return LanguageCommand.SET.help();
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        if (command.words().isEmpty()) {
            context.variables()
                    .all()
                    .forEach((name, value) -> context.screen().say(name + " = '" + value.replace("'", "''") + "'"));
        }
        return CommandResult.done();
    }
}
