package dev.memcheck.shell.command;

import dev.memcheck.finding.Finding;
import dev.memcheck.render.guide.Guide;
import dev.memcheck.render.text.LineWrap;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.SourceLines;
import java.nio.file.Path;
import java.util.List;

/** {@code \why [N]}: everything that is known about a finding, its lines of source, and what to change there. */
public final class WhyCommand implements ShellCommand {
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
        return "explain a finding: the worst of the last window";
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
        int worst = context.watch().latest().worst().orElse(last);
        int number = NumberArgument.parse(command, "a finding", worst, last);
        Finding finding = context.runner().finding(number).orElseThrow();
        Screen screen = context.screen();
        List<Path> directories = SourceLines.directories(context.variables());
        List<StyledLine> source = SourceLines.of(finding.site(), directories);
        Finding told = SourceLines.shortPaths(directories).of(finding);
        for (StyledLine line : new FindingStory(screen.theme().glyphs()).lines(number, told, source)) {
            screen.lines(LineWrap.wrap(line, screen.width(), FindingStory.LABEL_CELLS));
        }
        screen.line(StyledLine.of(more(finding), Style.DIM));
        return CommandResult.done();
    }

    private static String more(Finding finding) {
        String kind = "\\help finding " + finding.checkType().label();
        return Guide.toContexts().names().contains(finding.contextName())
                ? kind + " and \\help context " + finding.contextName() + " say more"
                : kind + " says more";
    }
}
