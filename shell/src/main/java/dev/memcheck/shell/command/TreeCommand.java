package dev.memcheck.shell.command;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.script.Item;
import dev.memcheck.shell.live.LiveTree;
import dev.memcheck.shell.live.Viewed;
import dev.memcheck.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * {@code \tree [depth|peak]}: the whole context tree as it is now, on the whole screen where there is one, and printed with
 * a depth or where there is none; or the largest tree inside the last statement.
 */
public final class TreeCommand implements ShellCommand {
    public static final String PEAK = "peak";
    private static final int DEFAULT_DEPTH = 2;
    private static final int DEEPEST = 1000;

    @Override
    public String name() {
        return "tree";
    }

    @Override
    public String synopsis() {
        return "[depth|peak]";
    }

    @Override
    public String help() {
        return "show the context tree: live, to a depth, or at its peak";
    }

    @Override
    public Argument argument() {
        return Argument.DEPTH;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        if (command.words().equals(List.of(PEAK))) {
            return printPeak(context);
        }
        int depth = NumberArgument.parse(command, "peak or a depth", DEFAULT_DEPTH, DEEPEST);
        Optional<LiveTree> liveTree = context.liveTree().filter(LiveTree::isPossible);
        if (command.words().isEmpty() && liveTree.isPresent()) {
            liveTree.get().open(context);
            return CommandResult.done();
        }
        Optional<Snapshot> snapshot = context.runner().snapshot();
        if (snapshot.isEmpty()) {
            return CommandResult.refused(Viewed.whyUnseen(context.runner()));
        }
        print(context, TreeSubject.of(snapshot.get(), findings(context.runner().findings())), depth);
        return CommandResult.done();
    }

    private static CommandResult printPeak(CommandContext context) {
        List<Moment> moments = context.runner().timeline().moments();
        if (moments.isEmpty()) {
            return CommandResult.refused("no statement has run in a window yet: begin; SELECT my_fn(); end");
        }
        Moment last = moments.get(moments.size() - 1);
        String statement = "Statement " + last.statement() + ": " + last.sql();
        if (last.peak().isEmpty()) {
            context.screen().say(statement);
            return CommandResult.refused("no larger tree was seen during the statement than at its end");
        }
        context.screen().say(statement + ", at its peak");
        SnapshotDiff growth =
                SnapshotDiff.between(last.diff().before(), last.peak().get());
        TreeOptions changes = TreeOptions.defaults().withTransientChanges(true);
        context.screen()
                .wholeTree(TreeRows.of(TreeSubject.of(growth, findings(last.findings())), changes, new FoldState()));
        return CommandResult.done();
    }

    /** Prints a tree with its rows down to a depth. */
    static void print(CommandContext context, TreeSubject subject, int depth) {
        TreeOptions options = TreeOptions.defaults().withOpenDepth(depth);
        context.screen().wholeTree(TreeRows.of(subject, options, new FoldState()));
    }

    /** Prints a tree with the rows that are open at first. */
    static void print(CommandContext context, Snapshot snapshot) {
        print(context, TreeSubject.of(snapshot, List.of()), DEFAULT_DEPTH);
    }

    private static List<Finding> findings(List<NumberedFinding> numbered) {
        return numbered.stream().map(NumberedFinding::finding).toList();
    }
}
