package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.Optional;

/** {@code \confirm [n]}: repeats the last window, to tell leaks from caches. */
final class ConfirmCommand implements ShellCommand {
    private static final int DEFAULT_REPEATS = 3;
    private static final int MOST_REPEATS = 10_000;

    @Override
    public String name() {
        return "confirm";
    }

    @Override
    public String synopsis() {
        return "[n]";
    }

    @Override
    public String help() {
        return "repeat the last window n times (" + DEFAULT_REPEATS + ")";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        int times = NumberArgument.parse(command, "how often", DEFAULT_REPEATS, MOST_REPEATS);
        Optional<String> refusal = context.runner().confirm(times);
        return refusal.map(CommandResult::refused).orElse(CommandResult.done());
    }
}
