package dev.memcheck.shell.command;

import dev.memcheck.render.table.BackendsTable;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;

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
        Screen screen = context.screen();
        BackendsTable.print(
                context.observer().backends(),
                screen.width(),
                screen.theme().glyphs(),
                context.display().expanded(),
                screen.sink());
        return CommandResult.done();
    }
}
