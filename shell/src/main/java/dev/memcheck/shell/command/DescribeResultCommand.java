package dev.memcheck.shell.command;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.script.Item;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code \gdesc}: the columns of the result that the statement would have. The backend under test is asked by the
 * protocol's own request, as by psql; unlike psql, the names of the types come over the second connection.
 */
final class DescribeResultCommand implements SendingShellCommand {
    private static final int TYPE = 1;
    private static final int MODIFIER = 2;
    private static final List<StatementResult.Column> COLUMNS = List.of(
            new StatementResult.Column("Column", "text", false), new StatementResult.Column("Type", "text", false));

    @Override
    public String name() {
        return "gdesc";
    }

    @Override
    public String help() {
        return "describe the result of the statement, which is not run";
    }

    @Override
    public CommandResult send(CommandContext context, Item.Command command, SentStatement statement) {
        statement.describe(result -> result instanceof StatementResult.Rows columns ? named(columns, context) : result);
        return CommandResult.done();
    }

    private static StatementResult named(StatementResult.Rows described, CommandContext context) {
        if (described.rows().isEmpty()) {
            return new StatementResult.Done(
                    "The command has no result, or the result has no columns.",
                    described.durationMicros(),
                    described.notices());
        }
        String types = described.rows().stream()
                .map(column -> "(" + cell(column, TYPE) + "::pg_catalog.oid, " + cell(column, MODIFIER) + ")")
                .collect(Collectors.joining(", "));
        Optional<CatalogAnswer> answer = names(types, context);
        List<List<Optional<String>>> rows = new ArrayList<>();
        for (int i = 0; i < described.rows().size(); i++) {
            List<Optional<String>> column = described.rows().get(i);
            String type = answer.isPresent() ? answer.get().lines().get(i) : "oid " + cell(column, TYPE);
            rows.add(List.of(column.get(0), Optional.of(type)));
        }
        return new StatementResult.Rows(
                COLUMNS, rows, described.tag(), described.durationMicros(), described.notices());
    }

    /** What the types are called; empty if nobody can be asked. */
    private static Optional<CatalogAnswer> names(String types, CommandContext context) {
        try {
            return Optional.of(CatalogAnswer.to(
                            "SELECT pg_catalog.format_type(type, modifier) FROM (VALUES " + types
                                    + ") AS t(type, modifier)",
                            context))
                    .filter(answer -> answer.rows().isPresent());
        } catch (BackendUnavailableException notNow) {
            return Optional.empty();
        }
    }

    private static String cell(List<Optional<String>> column, int number) {
        return column.get(number).orElseThrow();
    }
}
