package dev.memcheck.shell.command;

import dev.memcheck.render.table.TopTable;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.live.Viewed;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.snapshot.Snapshot;
import java.util.Optional;

/** {@code \top [n]}: the contexts that hold the most memory. */
final class TopCommand implements ShellCommand {
    private static final int DEFAULT_ROWS = 10;
    private static final int MOST_ROWS = 10_000;

    @Override
    public String name() {
        return "top";
    }

    @Override
    public String synopsis() {
        return "[n]";
    }

    @Override
    public String help() {
        return "the n largest contexts (" + DEFAULT_ROWS + ")";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        int rows = NumberArgument.parse(command, "how many", DEFAULT_ROWS, MOST_ROWS);
        Optional<Snapshot> snapshot = context.runner().snapshot();
        if (snapshot.isEmpty()) {
            return CommandResult.refused(Viewed.whyUnseen(context.runner()));
        }
        Screen screen = context.screen();
        TopTable.print(
                snapshot.get(), rows, screen.theme().glyphs(), context.display().expanded(), screen.sink());
        return CommandResult.done();
    }
}
