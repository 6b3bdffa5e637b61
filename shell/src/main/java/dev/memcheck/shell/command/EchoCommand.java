package dev.memcheck.shell.command;

import dev.memcheck.render.text.ServerText;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;
import java.util.List;

/** {@code \echo [-n] [TEXT...]}: prints its words, with the values of variables; {@code \qecho} prints them where results go,
 * and {@code \warn}, for which psql has standard error, on the screen. */
final class EchoCommand implements ShellCommand {
    private static final String WITHOUT_LINE_END = "-n";

    private final boolean warns;

    EchoCommand(boolean warns) {
        this.warns = warns;
    }

    @Override
    public String name() {
        return warns ? "warn" : "echo";
    }

    @Override
    public List<String> aliases() {
        return warns ? List.of() : List.of("qecho");
    }

    @Override
    public String synopsis() {
        return "[-n] [TEXT]";
    }

    @Override
    public String help() {
        return warns ? "as \\echo, even where results go elsewhere" : "print text; without a line end after -n";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.texts();
        Screen screen = command.name().equals("qecho") ? context.results().screen() : context.screen();
        // As in psql: in quotes it is text.
        if (!words.isEmpty()
                && words.get(0).equals(WITHOUT_LINE_END)
                && command.rest().startsWith(WITHOUT_LINE_END)) {
            String text = String.join(" ", words.subList(1, words.size()));
            screen.printed(String.join("\n", ServerText.lines(text)));
        } else if (words.isEmpty()) {
            screen.printed("\n");
        } else {
            screen.say(String.join(" ", words));
        }
        screen.flush();
        return CommandResult.done();
    }
}
