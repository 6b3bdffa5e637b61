package dev.memcheck.shell.command;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.render.table.BackendsTable;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;
import java.util.List;

/** {@code \backends}: the processes of the server and their memory. */
final class BackendsCommand implements ShellCommand {
    @Override
    public String name() {
        return "backends";
    }

    @Override
    public String help() {
        return "list the server's processes with their memory";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<BackendListing> backends;
        try {
            backends = context.observer().backends();
        } catch (BackendUnavailableException e) {
            // The second connection's trouble is not that of the backend under test.
            return CommandResult.refused(e.getMessage());
        }
        Screen screen = context.screen();
        BackendsTable.print(
                backends,
                screen.width(),
                screen.theme().glyphs(),
                context.display().expanded(),
                screen.sink());
        if (backends.stream().allMatch(backend -> backend.contextBytes().isEmpty())) {
            screen.say("note: without memory: pg_ext_memcheck is not there, or you may not see ext_memcheck.backends");
        }
        return CommandResult.done();
    }
}
