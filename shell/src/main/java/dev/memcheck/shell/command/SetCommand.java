package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.LanguageCommand;
import java.util.List;

/** {@code \set [name value]}: the language sets the variable when it reads the line, and this once more when its turn
 * comes, since what is read late has the value of its turn. Alone, it lists them. */
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
    public Argument argument() {
        return Argument.VARIABLE;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (!words.isEmpty()) {
            context.variables().set(words.get(0), String.join("", words.subList(1, words.size())));
        } else {
            context.variables()
                    .all()
                    .forEach((name, value) -> context.screen().say(name + " = '" + value.replace("'", "''") + "'"));
        }
        return CommandResult.done();
    }
}
