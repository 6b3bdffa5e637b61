package dev.memcheck.shell.command;

import dev.memcheck.backend.catalog.CatalogLists;
import dev.memcheck.backend.catalog.NameKind;
import dev.memcheck.backend.catalog.ObjectPattern;
import dev.memcheck.backend.catalog.RelationQueries;
import dev.memcheck.render.table.TitledTable;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.List;
import java.util.Optional;

/** {@code \d [PATTERN]}: the columns and whatever else belongs to each relation, or the list of all. */
final class DescribeCommand implements ShellCommand {
    private static final String LISTED = "rpvmSf";

    @Override
    public String name() {
        return "d";
    }

    @Override
    public String synopsis() {
        return "[PATTERN]";
    }

    @Override
    public String help() {
        return "describe a table, view, index or sequence, or list all";
    }

    @Override
    public List<NameKind> names() {
        return List.of(NameKind.ALL_RELATIONS);
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        return context.results()
                .paged(() -> GuestWords.areBetter(context, command)
                        ? GuestWords.print(context, "\\" + command.name() + " " + command.rest())
                        : shown(context, command));
    }

    private static CommandResult shown(CommandContext context, Item.Command command) {
        ObjectPattern pattern = CatalogAnswer.pattern(command);
        if (pattern.isAll()) {
            return CatalogCommand.print(CatalogLists.relations(LISTED, pattern), pattern, true, context);
        }
        CatalogAnswer found = CatalogAnswer.to(RelationQueries.found(pattern), context);
        if (found.refusal().isPresent()) {
            return found.refusal().get();
        }
        List<List<Optional<String>>> relations = found.rows().orElseThrow().rows();
        if (relations.isEmpty()) {
            String nothing = CatalogAnswer.nothing(pattern, context);
            // As in psql, a mistake in a file, which may mean to go on only without one.
            if (!context.isPrompt()) {
                return CommandResult.refused(nothing);
            }
            context.results().screen().say(nothing);
        }
        for (List<Optional<String>> relation : relations) {
            Optional<CommandResult> refusal = describe(relation, context);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        return CommandResult.done();
    }

    /** @param relation its number, title and kind */
    private static Optional<CommandResult> describe(List<Optional<String>> relation, CommandContext context) {
        String oid = relation.get(0).orElseThrow();
        String kind = relation.get(2).orElseThrow();
        CatalogAnswer columns = CatalogAnswer.to(RelationQueries.columns(oid, kind), context);
        CatalogAnswer footers = CatalogAnswer.to(RelationQueries.footers(oid, kind), context);
        Optional<CommandResult> refusal = columns.refusal().or(footers::refusal);
        if (refusal.isEmpty()) {
            // As in psql, never expanded.
            TitledTable.print(
                    relation.get(1).orElseThrow(),
                    columns.rows().orElseThrow(),
                    false,
                    false,
                    footers.lines(),
                    context.results().screen().sink());
        }
        return refusal;
    }
}
