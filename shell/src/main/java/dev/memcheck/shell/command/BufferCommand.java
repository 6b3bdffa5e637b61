package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;

/** {@code \p} and {@code \r}: what is typed so far, or else the statement before, printed or forgotten. */
final class BufferCommand implements ShellCommand {
    private final boolean forgets;

    BufferCommand(boolean forgets) {
        this.forgets = forgets;
    }

    @Override
    public String name() {
        return forgets ? "r" : "p";
    }

    @Override
    public String help() {
        return forgets ? "forget what is typed so far" : "print what is typed so far";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        if (!context.isTyped(command.position())) {
            return CommandResult.refused("\\" + name() + " is for who types at a prompt");
        }
        String text = context.typed().text();
        if (forgets) {
            context.typed().goOn("");
            context.screen().say("Query buffer reset (cleared).");
        } else {
            context.screen().say(text.isBlank() ? "Query buffer is empty." : text);
        }
        return CommandResult.done();
    }
}
