package dev.memcheck.shell.command;

import dev.memcheck.finding.Finding;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;

/** {@code \why [N]}: everything that is known about a finding. */
final class WhyCommand implements ShellCommand {
    @Override
    public String name() {
        return "why";
    }

    @Override
    public String synopsis() {
        return "[n]";
    }

    @Override
    public String help() {
        return "show a finding in full: the last, or the n-th";
    }

    @Override
    public Argument argument() {
        return Argument.FINDING;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        int last = context.runner().findings().size();
        if (last == 0) {
            return CommandResult.refused("there are no findings yet: begin; SELECT my_fn(); end");
        }
        int number = NumberArgument.parse(command, "a finding", last, last);
        Finding finding = context.runner().finding(number).orElseThrow();
        Screen screen = context.screen();
        screen.lines(new FindingStory(screen.theme().glyphs()).lines(number, finding));
        return CommandResult.done();
    }
}
