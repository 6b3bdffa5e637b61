package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.ResultDestination;
import java.util.Optional;

/** {@code \o [FILE or |PROGRAM]}: sends results there from now on, or to the screen again. */
final class OutputCommand implements ShellCommand {
    @Override
    public String name() {
        return "o";
    }

    @Override
    public String synopsis() {
        return "[FILE or |PROG]";
    }

    @Override
    public String help() {
        return "send results there; or to the screen again";
    }

    @Override
    public Argument argument() {
        return Argument.FILE;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        Optional<ResultDestination> destination = SendCommand.destination(command)
                .map(written ->
                        ResultDestination.of(written, context.directory(), context.screen(), context.isPrompt()));
        return context.results().to(destination).map(CommandResult::refused).orElseGet(CommandResult::done);
    }
}
