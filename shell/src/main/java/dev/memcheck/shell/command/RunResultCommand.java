package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.run.StatementReport;
import dev.memcheck.script.Item;
import dev.memcheck.script.Piece;
import dev.memcheck.script.StatementSplitter;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code \gexec}: sends the statement, then each cell of its result as a statement of its own, row by row. */
final class RunResultCommand implements SendingShellCommand {
    @Override
    public String name() {
        return "gexec";
    }

    @Override
    public String help() {
        return "send the statement, then each value of its result";
    }

    @Override
    public CommandResult send(CommandContext context, Item.Command command, SentStatement statement) {
        List<String> statements = new ArrayList<>();
        StatementReport report = context.results()
                .hiding(() -> statement.run((columns, rows, first) -> rows.forEach(row -> add(row, statements))));
        if (report.result() instanceof StatementResult.Rows rows && !rows.isLarge()) {
            rows.rows().forEach(row -> add(row, statements));
        }
        for (String sql : statements) {
            if (statement.isOver()) {
                break;
            }
            statement.run(sql);
        }
        return CommandResult.done();
    }

    private static void add(List<Optional<String>> row, List<String> statements) {
        for (Optional<String> cell : row) {
            String text = cell.orElse("");
            for (Piece piece : StatementSplitter.split(text)) {
                if (piece.kind() != Piece.Kind.EMPTY) {
                    statements.add(piece.bodyIn(text));
                }
            }
        }
    }
}
