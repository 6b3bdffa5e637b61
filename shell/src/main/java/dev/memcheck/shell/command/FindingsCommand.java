package dev.memcheck.shell.command;

import dev.memcheck.render.table.FindingsTable;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;
import java.util.List;

/** {@code \findings}: every defect the session has seen. */
final class FindingsCommand implements ShellCommand {
    @Override
    public String name() {
        return "findings";
    }

    @Override
    public String help() {
        return "list all findings of the session";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<NumberedFinding> findings = context.runner().findings();
        Screen screen = context.screen();
        if (findings.isEmpty()) {
            screen.say("No findings so far.");
        } else {
            FindingsTable.print(
                    findings, screen.theme().glyphs(), context.display().expanded(), screen.sink());
        }
        return CommandResult.done();
    }
}
