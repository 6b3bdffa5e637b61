package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.run.StatementReport;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code \crosstabview [ROWS [COLUMNS [CELLS [ORDER]]]]}: sends the statement, and prints its rows as a grid. */
final class CrosstabCommand implements SendingShellCommand {
    @Override
    public String name() {
        return "crosstabview";
    }

    @Override
    public String synopsis() {
        return "[ROW COL ...]";
    }

    @Override
    public String help() {
        return "send the statement, print its rows as a grid";
    }

    @Override
    public CommandResult send(CommandContext context, Item.Command command, SentStatement statement) {
        List<String> words = command.texts();
        if (words.size() > 4) {
            throw new UsageException("expected four columns at most, found \"" + command.rest() + "\"");
        }
        List<List<Optional<String>>> all = new ArrayList<>();
        StatementReport report =
                context.results().hiding(() -> statement.run((columns, rows, first) -> all.addAll(rows)));
        if (report.failed()) {
            return CommandResult.done();
        }
        if (!(report.result() instanceof StatementResult.Rows rows)) {
            return refused("statement did not return a result set");
        }
        // Those of a large result came here, and of any other none.
        StatementResult.Rows whole = all.isEmpty()
                ? rows
                : new StatementResult.Rows(rows.columns(), all, rows.tag(), rows.durationMicros(), List.of());
        try {
            String nothing = context.display().format().nullText();
            context.results().show(Crosstab.of(whole, words, nothing));
            return CommandResult.done();
        } catch (UsageException e) {
            return refused(e.getMessage());
        }
    }

    private static CommandResult refused(String why) {
        return CommandResult.refused("\\crosstabview: " + why);
    }
}
