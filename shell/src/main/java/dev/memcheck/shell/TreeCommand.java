package dev.memcheck.shell;

import dev.memcheck.render.FoldState;
import dev.memcheck.render.TreeOptions;
import dev.memcheck.render.TreeRows;
import dev.memcheck.render.TreeSubject;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.script.Item;
import dev.memcheck.snapshot.Snapshot;
import java.util.Optional;

/** {@code \tree [depth]}: the whole context tree as it is now. */
final class TreeCommand implements ShellCommand {
    private static final int DEFAULT_DEPTH = 2;
    private static final int DEEPEST = 1000;

    @Override
    public String name() {
        return "tree";
    }

    @Override
    public String synopsis() {
        return "[depth]";
    }

    @Override
    public String help() {
        return "the MemoryContext tree, open to a depth (" + DEFAULT_DEPTH + ")";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        int depth = NumberArgument.parse(command, "a depth", DEFAULT_DEPTH, DEEPEST);
        Optional<Snapshot> snapshot = context.runner().snapshot();
        if (snapshot.isEmpty()) {
            return CommandResult.refused("the transaction has failed, and the server shows nothing; ROLLBACK first");
        }
        TreeSubject subject = TreeSubject.of(
                snapshot.get(),
                context.runner().findings().stream()
                        .map(NumberedFinding::finding)
                        .toList());
        TreeOptions options = TreeOptions.defaults().withOpenDepth(depth);
        context.screen().wholeTree(TreeRows.of(subject, options, new FoldState()));
        return CommandResult.done();
    }
}
