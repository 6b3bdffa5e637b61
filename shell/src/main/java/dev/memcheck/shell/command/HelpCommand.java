package dev.memcheck.shell.command;

import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code \?} and {@code help}: what can be typed. */
final class HelpCommand implements ShellCommand {
    private static final List<List<String>> WINDOWS = List.of(
            List.of("begin [name] [like '%'] [{...}]", "open a window: what follows is watched"),
            List.of("end [name]", "close the window and judge what it left"),
            List.of("BEGIN TRANSACTION ... COMMIT", "these are SQL, which goes to the server"));

    private final Supplier<List<CommandEntry>> ofLanguage;
    private final Supplier<List<CommandEntry>> ofShell;

    /** @param ofLanguage gives the commands when help is shown, as ofShell does: this command is among them */
    HelpCommand(Supplier<List<CommandEntry>> ofLanguage, Supplier<List<CommandEntry>> ofShell) {
        this.ofLanguage = ofLanguage;
        this.ofShell = ofShell;
    }

    @Override
    public String name() {
        return "?";
    }

    @Override
    public List<String> bareNames() {
        return List.of("help");
    }

    @Override
    public String help() {
        return "show this help";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<List<String>> session = new ArrayList<>(WINDOWS);
        session.addAll(rows(ofLanguage.get()));
        List<List<String>> commands = rows(ofShell.get());
        int width = Math.max(width(session), width(commands));
        print(context.screen(), "The session", session, width);
        print(context.screen(), "Commands", commands, width);
        return CommandResult.done();
    }

    private static List<List<String>> rows(List<CommandEntry> entries) {
        return entries.stream()
                .map(entry -> List.of(entry.form(), entry.help()))
                .toList();
    }

    private static int width(List<List<String>> table) {
        return table.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
    }

    private static void print(Screen screen, String title, List<List<String>> table, int width) {
        screen.line(StyledLine.of(title, Style.HEADING));
        for (List<String> row : table) {
            screen.line(StyledLine.builder()
                    .add("  " + row.get(0))
                    .padTo(width + 4)
                    .add(row.get(1), Style.DIM)
                    .line());
        }
    }
}
