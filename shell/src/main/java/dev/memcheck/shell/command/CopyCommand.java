package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.script.CopyLine;
import dev.memcheck.script.Item;
import dev.memcheck.script.TypedData;
import dev.memcheck.shell.out.ResultDestination;
import dev.memcheck.sql.CopyData;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.StatementResult;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** {@code \copy}: COPY with a file or program of the client's. */
final class CopyCommand implements SendingShellCommand {
    private static final String PIPE = "|";

    @Override
    public String name() {
        return CopyLine.COMMAND;
    }

    @Override
    public String synopsis() {
        return "WHAT from|to FILE";
    }

    @Override
    public String help() {
        return "COPY from or to a file or program of this machine";
    }

    @Override
    public Argument argument() {
        return Argument.FILE;
    }

    @Override
    public CommandResult send(CommandContext context, Item.Command command, SentStatement statement) {
        CopyLine line = CopyLine.of(command.rest());
        if (line.from()) {
            return line.place() == CopyLine.Place.TEXT ? done(statement) : take(context, line, statement);
        }
        return line.place() == CopyLine.Place.FILE || line.place() == CopyLine.Place.PROGRAM
                ? give(context, line, statement)
                : done(statement);
    }

    private static CommandResult done(SentStatement statement) {
        statement.run();
        return CommandResult.done();
    }

    private static CommandResult take(CommandContext context, CopyLine line, SentStatement statement) {
        if (line.place() == CopyLine.Place.PROCESS && context.isPrompt()) {
            Optional<TypedData> typed = context.typedData();
            if (typed.isEmpty()) {
                return refused("pstdin is the terminal, where nobody can be asked now");
            }
            statement.run(RowSink.reading(Optional.of(typed.get()::open)));
            return CommandResult.done();
        }
        CopySource source = new CopySource(line, context.directory());
        Optional<String> problem = source.problem();
        if (problem.isPresent()) {
            return refused(problem.get());
        }
        context.screen().flush();
        statement.run(RowSink.reading(Optional.<CopyData>of(source)));
        return source.failure().map(CopyCommand::refused).orElseGet(CommandResult::done);
    }

    private static CommandResult give(CommandContext context, CopyLine line, SentStatement statement) {
        String written = line.place() == CopyLine.Place.PROGRAM ? PIPE + line.name() : line.name();
        ResultDestination destination =
                ResultDestination.of(written, context.directory(), context.screen(), context.isPrompt());
        OutputStream bytes = destination.bytes();
        return destination
                .problem()
                .or(() -> context.results().to(destination, () -> statement.run(new Bytes(bytes))))
                .map(CopyCommand::refused)
                .orElseGet(CommandResult::done);
    }

    private static CommandResult refused(String why) {
        return CommandResult.refused("\\copy: " + why);
    }

    /** @param out takes all that comes */
    private record Bytes(OutputStream out) implements RowSink {
        @Override
        public void rows(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {}

        @Override
        public Optional<OutputStream> bytes() {
            return Optional.of(out);
        }
    }
}
