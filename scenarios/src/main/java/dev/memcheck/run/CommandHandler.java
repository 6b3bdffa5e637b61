package dev.memcheck.run;

import dev.memcheck.script.Item;

/** Runs what begins with a backslash; the loop knows no command by name. */
public interface CommandHandler {
    /**
     * Runs a command.
     *
     * @return how it went; a refusal counts as a failure of the session
     */
    CommandResult handle(Item.Command command);

    /**
     * Sends a statement as the command behind it says.
     *
     * @return how that went; that the server refuses the statement is no refusal
     */
    default CommandResult send(Item.Command command, SentStatement statement) {
        statement.run();
        return CommandResult.done();
    }
}
