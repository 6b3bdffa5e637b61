package dev.memcheck.shell.command;

import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.LanguageCommand;
import java.util.List;

/**
 * {@code \backend preload=LIB setting=NAME=VALUE}: sets up the private backend of a session file. It is read before the
 * file runs; to run it does nothing.
 */
public final class BackendCommand implements ShellCommand {
    private static final String NAME = LanguageCommand.BACKEND.label();
    private static final String PRELOAD = "preload=";
    private static final String SETTING = "setting=";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String synopsis() {
        return LanguageCommand.BACKEND.synopsis();
    }

    @Override
    public String help() {
        return LanguageCommand.BACKEND.help();
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        return context.isPrompt()
                ? CommandResult.refused(
                        "\\backend belongs at the top of a session file; here the backend is being started"
                                + " already: start memcheck with --preload and --setting")
                : CommandResult.done();
    }

    /** Whether one of these items sets up the backend. */
    public static boolean isIn(List<Item> items) {
        return items.stream().anyMatch(BackendCommand::isBackend);
    }

    /** The options with what the file says added. The parser has checked the words. */
    public static PrivateClusterOptions shape(PrivateClusterOptions options, List<Item> items) {
        PrivateClusterOptions shaped = options;
        for (Item item : items) {
            if (isBackend(item)) {
                for (String word : ((Item.Command) item).words()) {
                    shaped = shape(shaped, word);
                }
            }
        }
        return shaped;
    }

    private static PrivateClusterOptions shape(PrivateClusterOptions options, String word) {
        if (word.startsWith(PRELOAD)) {
            return options.withPreload(word.substring(PRELOAD.length()));
        }
        String setting = word.substring(SETTING.length());
        int equals = setting.indexOf('=');
        return options.withSetting(setting.substring(0, equals), setting.substring(equals + 1));
    }

    private static boolean isBackend(Item item) {
        return item instanceof Item.Command command && command.name().equals(NAME);
    }
}
