package dev.memcheck.shell.command;

import dev.memcheck.render.table.ErrorText;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.StatementReport;
import dev.memcheck.script.Item;
import dev.memcheck.sql.StatementResult;
import java.util.Optional;

/** {@code \errverbose}: the last error of the server with all that it told, as in psql. */
final class ErrorVerboseCommand implements ShellCommand {
    @Override
    public String name() {
        return "errverbose";
    }

    @Override
    public String help() {
        return "show the last error with all that the server told";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        Optional<StatementReport> failed = context.watch().lastFailed();
        if (failed.isPresent() && failed.get().result() instanceof StatementResult.Failed result) {
            context.screen()
                    .lines(ErrorText.verbose(result.error(), failed.get().sql() + ";"));
        } else {
            context.screen().say("There is no previous error.");
        }
        return CommandResult.done();
    }
}
