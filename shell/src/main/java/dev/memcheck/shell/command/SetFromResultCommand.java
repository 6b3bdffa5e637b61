package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.run.StatementReport;
import dev.memcheck.script.Item;
import dev.memcheck.script.Variables;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;

/** {@code \gset [PREFIX]}: sends the statement, and sets a variable for each column of its one row; NULL unsets it. */
final class SetFromResultCommand implements SendingShellCommand {
    @Override
    public String name() {
        return "gset";
    }

    @Override
    public String synopsis() {
        return "[PREFIX]";
    }

    @Override
    public String help() {
        return "send the statement, set variables to its one row";
    }

    @Override
    public CommandResult send(CommandContext context, Item.Command command, SentStatement statement) {
        List<String> words = command.words();
        if (words.size() > 1) {
            throw new UsageException("expected one prefix, found \"" + command.rest() + "\"");
        }
        StatementReport report = context.results().hiding(statement::run);
        if (!(report.result() instanceof StatementResult.Rows rows)) {
            return CommandResult.done();
        }
        if (rows.count() != 1) {
            return CommandResult.refused(
                    (rows.count() == 0 ? "no rows returned for " : "more than one row returned for ") + "\\gset");
        }
        String prefix = words.stream().findFirst().orElse("");
        for (int column = 0; column < rows.columns().size(); column++) {
            String name = prefix + rows.columns().get(column).name();
            if (!Variables.isName(name)) {
                return CommandResult.refused("invalid variable name: \"" + name + "\"");
            }
            if (Variables.isReserved(name)) {
                return CommandResult.refused("\\gset cannot set " + name + ", which memcheck reads itself; use \\set");
            }
            Optional<String> value = rows.rows().get(0).get(column);
            if (value.isPresent()) {
                context.variables().set(name, value.get());
            } else {
                context.variables().unset(name);
            }
        }
        return CommandResult.done();
    }
}
