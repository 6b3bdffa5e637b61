package dev.memcheck.shell.command;

import dev.memcheck.render.table.ResultFormat;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.ResultDestination;
import dev.memcheck.shell.out.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code \g [FILE or |PROG]}, and {@code \gx} for expanded display: sends the statement, and its result there. */
final class SendCommand implements SendingShellCommand {
    private static final String PIPE = "|";

    /** A name with its value, which may stand in quotes. */
    private static final Pattern SETTING = Pattern.compile("([^\\s'=]+=?)('(?:[^']|'')*'|[^\\s']+)?");

    private final boolean expanded;

    SendCommand(boolean expanded) {
        this.expanded = expanded;
    }

    @Override
    public String name() {
        return expanded ? "gx" : "g";
    }

    @Override
    public String synopsis() {
        return "[FILE or |PROG]";
    }

    @Override
    public String help() {
        return expanded ? "as \\g, with expanded display" : "send the statement, and its result there";
    }

    @Override
    public Argument argument() {
        return Argument.FILE;
    }

    @Override
    public CommandResult send(CommandContext context, Item.Command command, SentStatement statement) {
        ResultFormat format = FormatCommand.with(context.display().format(), settings(command.rest()));
        ResultFormat wanted = expanded ? format.with(ResultFormat.Expanded.ON) : format;
        Runnable run = () -> context.display().during(wanted, statement::run);
        Optional<String> destination = destination(command);
        if (destination.isEmpty()) {
            run.run();
            return CommandResult.done();
        }
        return context.results()
                .to(
                        ResultDestination.of(
                                destination.get(), context.directory(), context.screen(), context.isPrompt()),
                        run)
                .map(CommandResult::refused)
                .orElseGet(CommandResult::done);
    }

    /** What stands in parentheses before the destination. */
    private static List<String> settings(String rest) {
        if (!rest.startsWith("(")) {
            return List.of();
        }
        int end = rest.indexOf(')');
        if (end < 0) {
            throw new UsageException("missing right parenthesis");
        }
        return SETTING.matcher(rest.substring(1, end))
                .results()
                .map(setting -> setting.group(2) == null
                        ? setting.group(1)
                        : setting.group(1) + Item.Command.escaped(setting.group(2)))
                .toList();
    }

    /** The file, or the program behind a bar; empty if there is none. */
    static Optional<String> destination(Item.Command command) {
        String rest = command.rest();
        String written =
                rest.startsWith("(") ? rest.substring(rest.indexOf(')') + 1).strip() : rest;
        if (written.startsWith(PIPE)) {
            return Optional.of(written);
        }
        List<String> words = Item.Command.words(written);
        if (words.size() > 1) {
            throw new UsageException("expected one file, or |PROGRAM, found \"" + written + "\"");
        }
        return words.stream().findFirst();
    }
}
