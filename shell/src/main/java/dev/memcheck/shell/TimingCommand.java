package dev.memcheck.shell;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;

/** {@code \timing [on|off]}: the time of each statement. */
final class TimingCommand implements ShellCommand {
    @Override
    public String name() {
        return "timing";
    }

    @Override
    public String synopsis() {
        return "[on|off]";
    }

    @Override
    public String help() {
        return "print the time of each statement";
    }

    @Override
    public Argument argument() {
        return Argument.ON_OFF;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        boolean on = OnOff.parse(command, context.display().timing());
        context.display().setTiming(on);
        context.screen().say("Timing is " + (on ? "on." : "off."));
        return CommandResult.done();
    }
}
