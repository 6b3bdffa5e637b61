package dev.memcheck.shell.command;

import dev.memcheck.render.report.ReportFormat;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.ReportRequests;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code \report FORMAT FILE}: the session so far, written to a file. */
final class ReportCommand implements ShellCommand {
    @Override
    public String name() {
        return "report";
    }

    @Override
    public String synopsis() {
        return "FORMAT FILE";
    }

    @Override
    public String help() {
        return "write a report of the session so far (-: here)";
    }

    @Override
    public Argument argument() {
        return Argument.REPORT;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        ReportFormat format = ReportRequests.format(words.isEmpty() ? "" : words.get(0));
        if (words.size() != 2) {
            return CommandResult.refused("\\report expects a format and a file, as in \\report html session.html");
        }
        if (words.get(1).equals(ReportRequests.STANDARD_OUTPUT)) {
            StringWriter text = new StringWriter();
            try {
                format.write(context.reportSoFar(), text);
            } catch (IOException e) {
                throw new UncheckedIOException("a text takes all", e);
            }
            context.screen().printed(text.toString());
            context.screen().flush();
            return CommandResult.done();
        }
        OutputFile file =
                OutputFile.of(context.directory().resolve(words.get(1)).toString(), "the report");
        try {
            file.write(format, context.reportSoFar(), () -> false, waits -> {
                context.screen().say("note: " + waits);
                context.screen().flush();
            });
        } catch (IOException e) {
            return CommandResult.refused("the report could not be written: " + OutputFile.why(e));
        }
        context.screen().say("wrote " + words.get(1));
        return CommandResult.done();
    }
}
