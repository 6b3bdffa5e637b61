package dev.memcheck.shell;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;

/** {@code \x [on|off]}: rows one column to a line. */
final class ExpandedCommand implements ShellCommand {
    @Override
    public String name() {
        return "x";
    }

    @Override
    public String synopsis() {
        return "[on|off]";
    }

    @Override
    public String help() {
        return "print rows one column to a line";
    }

    @Override
    public Argument argument() {
        return Argument.ON_OFF;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        boolean on = OnOff.parse(command, context.display().expanded());
        context.display().setExpanded(on);
        context.screen().say("Expanded display is " + (on ? "on." : "off."));
        return CommandResult.done();
    }
}
