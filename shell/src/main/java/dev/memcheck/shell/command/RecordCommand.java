package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code \record FILE|off}: writes what is typed from now on, and the expectations that hold. */
final class RecordCommand implements ShellCommand {
    private static final String OFF = "off";

    @Override
    public String name() {
        return "record";
    }

    @Override
    public String synopsis() {
        return "FILE|off";
    }

    @Override
    public String help() {
        return "record the session, with expectations, in a file";
    }

    @Override
    public Argument argument() {
        return Argument.FILE;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (!context.isPrompt()) {
            return CommandResult.refused(
                    "\\record belongs at the prompt; memcheck run --record-expectations fills in a file");
        }
        if (words.size() != 1) {
            return CommandResult.refused("\\record expects a new file, as in \\record demo.mcs, or off");
        }
        if (words.get(0).equals(OFF)) {
            return context.stopRecording()
                    .map(file -> {
                        context.screen().say("recorded in " + file);
                        return CommandResult.done();
                    })
                    .orElseGet(() -> CommandResult.refused("nothing is being recorded"));
        }
        return start(context, words.get(0));
    }

    private static CommandResult start(CommandContext context, String name) {
        Path file = context.directory().resolve(name);
        if (Files.exists(file)) {
            return CommandResult.refused(file + " exists already; \\record writes a new file");
        }
        context.startRecording(file);
        context.screen().say("recording in " + file + "; \\record off ends it");
        return CommandResult.done();
    }
}
