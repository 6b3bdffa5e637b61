package dev.memcheck.shell.command;

import dev.memcheck.backend.catalog.CatalogLists;
import dev.memcheck.backend.catalog.CatalogQuery;
import dev.memcheck.backend.catalog.ObjectPattern;
import dev.memcheck.render.table.TitledTable;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.function.Function;

/** A list of what a server has, as psql's commands of the same names print it. */
final class CatalogCommand implements ShellCommand {
    private final String name;
    private final List<String> aliases;
    private final String help;
    private final boolean finds;
    private final Function<ObjectPattern, CatalogQuery> query;

    /** @param finds whether an empty list is said in words, as psql does of relations */
    private CatalogCommand(
            String name,
            List<String> aliases,
            String help,
            boolean finds,
            Function<ObjectPattern, CatalogQuery> query) {
        this.name = name;
        this.aliases = aliases;
        this.help = help;
        this.finds = finds;
        this.query = query;
    }

    /** The whole family but {@code \d} and {@code \sf}. */
    static List<ShellCommand> all() {
        return List.of(
                relations("dt", "list tables", "rp"),
                relations("dv", "list views", "v"),
                relations("dm", "list materialized views", "m"),
                relations("di", "list indexes", "iI"),
                relations("ds", "list sequences", "S"),
                new CatalogCommand("df", List.of(), "list functions", false, CatalogLists::functions),
                new CatalogCommand("dx", List.of(), "list extensions", false, CatalogLists::extensions),
                new CatalogCommand("dn", List.of(), "list schemas", false, CatalogLists::schemas),
                new CatalogCommand("du", List.of("dg"), "list roles", false, CatalogLists::roles),
                new CatalogCommand("l", List.of(), "list databases", false, CatalogLists::databases),
                new CatalogCommand(
                        "dconfig",
                        List.of(),
                        "list settings, as a new session has them",
                        false,
                        CatalogLists::settings));
    }

    private static ShellCommand relations(String name, String help, String kinds) {
        return new CatalogCommand(name, List.of(), help, true, pattern -> CatalogLists.relations(kinds, pattern));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> aliases() {
        return aliases;
    }

    @Override
    public String synopsis() {
        return "[PATTERN]";
    }

    @Override
    public String help() {
        return help;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        return context.results().paged(() -> shown(context, command));
    }

    private CommandResult shown(CommandContext context, Item.Command command) {
        ObjectPattern pattern = CatalogAnswer.pattern(command);
        return print(query.apply(pattern), pattern, finds, context);
    }

    /** Prints what a question finds. */
    static CommandResult print(CatalogQuery query, ObjectPattern pattern, boolean finds, CommandContext context) {
        CatalogAnswer answer = CatalogAnswer.to(query.sql(), context);
        if (answer.refusal().isPresent()) {
            return answer.refusal().get();
        }
        StatementResult.Rows rows = answer.rows().orElseThrow();
        Screen screen = context.results().screen();
        if (finds && rows.rows().isEmpty()) {
            screen.say(CatalogAnswer.nothing(pattern, context));
        } else {
            TitledTable.print(
                    query.title(), rows, query.counted(), context.display().expanded(), List.of(), screen.sink());
        }
        return CommandResult.done();
    }
}
