package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.script.Item;

/** A command that ends a statement in place of a semicolon, sends it, and does something with its result. */
interface SendingShellCommand extends ShellCommand {
    /** @param statement the one before the command, or before that if it stands alone */
    CommandResult send(CommandContext context, Item.Command command, SentStatement statement);

    /** The parser gives each its statement. */
    @Override
    default CommandResult run(CommandContext context, Item.Command command) {
        return CommandResult.refused("\\" + name() + " stands behind a statement");
    }
}
