package dev.memcheck.shell.command;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.catalog.ObjectPattern;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;
import java.util.List;
import java.util.Optional;

/** What the server says to a question about its catalogs: rows, or why there are none. */
record CatalogAnswer(Optional<StatementResult.Rows> rows, Optional<CommandResult> refusal) {
    /** Asks over the second connection, so that the backend under test stays as it is. */
    static CatalogAnswer to(String sql, CommandContext context) {
        StatementResult answer;
        try {
            answer = context.observer().ask(sql);
        } catch (BackendUnavailableException e) {
            // The second connection's trouble is not that of the backend under test.
            return refused(e.getMessage());
        }
        return answer.accept(new StatementResult.Visitor<CatalogAnswer>() {
            @Override
            public CatalogAnswer rows(StatementResult.Rows rows) {
                return new CatalogAnswer(Optional.of(rows), Optional.empty());
            }

            @Override
            public CatalogAnswer done(StatementResult.Done done) {
                return refused("the server answered without rows");
            }

            @Override
            public CatalogAnswer copied(StatementResult.Copied copied) {
                return refused("the server answered without rows");
            }

            @Override
            public CatalogAnswer failed(StatementResult.Failed failed) {
                return refused(failed.error().message());
            }
        });
    }

    private static CatalogAnswer refused(String why) {
        return new CatalogAnswer(Optional.empty(), Optional.of(CommandResult.refused(why)));
    }

    /** The one pattern of a command; empty stands for all. */
    static ObjectPattern pattern(Item.Command command) {
        if (command.rest().matches(".*\\s.*") && !command.rest().contains("\"")) {
            throw new UsageException("expected one pattern, found \"" + command.rest() + "\"");
        }
        try {
            return ObjectPattern.of(command.rest());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** What psql says of relations that are not there; nobody else sees what an open transaction has made. */
    static String nothing(ObjectPattern pattern, CommandContext context) {
        String hidden = context.runner().state().transaction() == TransactionState.IDLE
                ? ""
                : " What the open transaction has made cannot be seen from memcheck's second connection.";
        return (pattern.isAll()
                        ? "Did not find any relations."
                        : "Did not find any relation named \"" + pattern + "\".")
                + hidden;
    }

    /** Prints it: as in psql, in a file with the word that it is a mistake, though it ends nothing. */
    static void sayNothing(String nothing, CommandContext context) {
        Screen screen = context.results().screen();
        if (context.isPrompt()) {
            screen.say(nothing);
        } else {
            screen.error(nothing);
        }
    }

    /** The cells of the first column. */
    List<String> lines() {
        return rows.orElseThrow().rows().stream()
                .map(row -> row.get(0).orElse(""))
                .toList();
    }
}
