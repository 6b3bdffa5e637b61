package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.ResultDestination;
import dev.memcheck.shell.out.UsageException;
import java.util.List;
import java.util.Optional;

/** {@code \g [FILE or |PROG]}, and {@code \gx} for expanded display: sends the statement, and its result there. */
final class SendCommand implements SendingShellCommand {
    private static final String PIPE = "|";

    private final boolean expanded;

    SendCommand(boolean expanded) {
        this.expanded = expanded;
    }

    @Override
    public String name() {
        return expanded ? "gx" : "g";
    }

    @Override
    public String synopsis() {
        return "[FILE or |PROG]";
    }

    @Override
    public String help() {
        return expanded ? "as \\g, with expanded display" : "send the statement, and its result there";
    }

    @Override
    public Argument argument() {
        return Argument.FILE;
    }

    @Override
    public CommandResult send(CommandContext context, Item.Command command, SentStatement statement) {
        Runnable run = expanded ? () -> context.display().expandedDuring(statement::run) : statement::run;
        Optional<String> destination = destination(command);
        if (destination.isEmpty()) {
            run.run();
            return CommandResult.done();
        }
        return context.results()
                .to(ResultDestination.of(destination.get(), context.screen(), context.isPrompt()), run)
                .map(CommandResult::refused)
                .orElseGet(CommandResult::done);
    }

    private static Optional<String> destination(Item.Command command) {
        if (command.rest().startsWith(PIPE)) {
            return Optional.of(command.rest());
        }
        List<String> words = command.words();
        if (words.size() > 1) {
            throw new UsageException("expected one file, or |PROGRAM, found \"" + command.rest() + "\"");
        }
        return words.stream().findFirst();
    }
}
