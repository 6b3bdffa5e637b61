package dev.memcheck.shell.command;

import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.StatementReport;
import dev.memcheck.script.Item;
import java.util.List;
import java.util.Optional;

/** {@code \diff [n]}: what a statement changed, shown again. */
final class DiffCommand implements ShellCommand {
    @Override
    public String name() {
        return "diff";
    }

    @Override
    public String synopsis() {
        return "[n]";
    }

    @Override
    public String help() {
        return "show what a statement changed: the last, or the n-th";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<StatementReport> history = context.runner().history();
        if (history.isEmpty()) {
            return CommandResult.refused("no statement has run in a window yet: begin; SELECT my_fn(); end");
        }
        Optional<StatementReport> chosen = choose(history, command);
        if (chosen.isEmpty()) {
            return CommandResult.refused("expected the number of a statement with snapshots, from "
                    + history.get(0).number() + " to "
                    + history.get(history.size() - 1).number() + ", found \""
                    + command.rest() + "\"");
        }
        StatementReport report = chosen.get();
        context.screen().say("Statement " + report.number() + ": " + report.sql());
        TreeSubject subject = TreeSubject.of(
                report.diff().orElseThrow(),
                report.findings().stream().map(NumberedFinding::finding).toList());
        context.screen()
                .wholeTree(TreeRows.of(subject, TreeOptions.defaults().withTransientChanges(true), new FoldState()));
        return CommandResult.done();
    }

    private static Optional<StatementReport> choose(List<StatementReport> history, Item.Command command) {
        if (command.rest().isEmpty()) {
            return Optional.of(history.get(history.size() - 1));
        }
        return history.stream()
                .filter(report -> String.valueOf(report.number()).equals(command.rest()))
                .findFirst();
    }
}
