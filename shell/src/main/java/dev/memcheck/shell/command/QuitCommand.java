package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.List;

/** {@code \q}, {@code quit} and {@code exit}: ends the session; in a file that file alone, as in psql. */
final class QuitCommand implements ShellCommand {
    @Override
    public String name() {
        return "q";
    }

    @Override
    public List<String> bareNames() {
        return List.of("quit", "exit");
    }

    @Override
    public String help() {
        return "quit (also Ctrl-D; twice if something is open)";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        return context.isTyped(command.position()) ? CommandResult.stop() : CommandResult.ended();
    }
}
