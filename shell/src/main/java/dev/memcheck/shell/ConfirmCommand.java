package dev.memcheck.shell;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.List;
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
        Optional<String> refusal = context.runner().confirm(times(command));
        return refusal.map(CommandResult::refused).orElse(CommandResult.done());
    }

    private static int times(Item.Command command) {
        List<String> words = command.words();
        if (words.isEmpty()) {
            return DEFAULT_REPEATS;
        }
        try {
            int times = Integer.parseInt(words.get(0));
            if (words.size() == 1 && times >= 1 && times <= MOST_REPEATS) {
                return times;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(
                "expected how often, a number from 1 to " + MOST_REPEATS + ", found \"" + command.rest() + "\"");
    }
}
