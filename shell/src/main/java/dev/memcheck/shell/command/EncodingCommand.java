package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.List;
import java.util.Locale;

/** {@code \encoding [NAME]}: what the server is sent and sends. It is always UTF-8, whatever the database has; the server converts. */
final class EncodingCommand implements ShellCommand {
    private static final String ONLY = "UTF8";

    @Override
    public String name() {
        return "encoding";
    }

    @Override
    public String synopsis() {
        return "[NAME]";
    }

    @Override
    public String help() {
        return "tell the encoding of the client, which is UTF8";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (words.isEmpty()) {
            context.screen().say(ONLY);
            return CommandResult.done();
        }
        String wanted = words.get(0).toUpperCase(Locale.ROOT).replace("-", "");
        return wanted.equals(ONLY) || wanted.equals("UNICODE")
                ? CommandResult.done()
                : CommandResult.refused(
                        "\\encoding: memcheck talks with the server in UTF8 alone, and the server converts;" + " \""
                                + words.get(0) + "\" would change nothing that is stored");
    }
}
