package dev.memcheck.shell.command;

import dev.memcheck.backend.catalog.CatalogLists;
import dev.memcheck.backend.catalog.CatalogQuery;
import dev.memcheck.backend.catalog.NameKind;
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
    private final NameKind kind;
    private final Function<ObjectPattern, CatalogQuery> query;

    /** @param finds whether an empty list is said in words, as psql does of relations */
    private CatalogCommand(
            String name,
            List<String> aliases,
            String help,
            boolean finds,
            NameKind kind,
            Function<ObjectPattern, CatalogQuery> query) {
        this.name = name;
        this.aliases = aliases;
        this.help = help;
        this.finds = finds;
        this.kind = kind;
        this.query = query;
    }

    /** The whole family but {@code \d} and {@code \sf}. */
    static List<ShellCommand> all() {
        return List.of(
                relations("dt", "list tables", "rp", NameKind.TABLES),
                relations("dv", "list views", "v", NameKind.VIEWS),
                relations("dm", "list materialized views", "m", NameKind.MATERIALIZED_VIEWS),
                relations("di", "list indexes", "iI", NameKind.INDEXES),
                relations("ds", "list sequences", "S", NameKind.SEQUENCES),
                new CatalogCommand(
                        "df", List.of(), "list functions", false, NameKind.FUNCTIONS, CatalogLists::functions),
                new CatalogCommand(
                        "dx", List.of(), "list extensions", false, NameKind.EXTENSIONS, CatalogLists::extensions),
                new CatalogCommand("dn", List.of(), "list schemas", false, NameKind.SCHEMAS, CatalogLists::schemas),
                new CatalogCommand("du", List.of("dg"), "list roles", false, NameKind.ROLES, CatalogLists::roles),
                new CatalogCommand(
                        "l", List.of(), "list databases", false, NameKind.DATABASES, CatalogLists::databases),
                new CatalogCommand(
                        "dconfig",
                        List.of(),
                        "list settings, as a new session has them",
                        false,
                        NameKind.SETTINGS,
                        CatalogLists::settings));
    }

    private static ShellCommand relations(String name, String help, String kinds, NameKind kind) {
        return new CatalogCommand(name, List.of(), help, true, kind, pattern -> CatalogLists.relations(kinds, pattern));
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
    public List<NameKind> names() {
        return List.of(kind);
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        return context.results()
                .paged(() -> GuestWords.areBetter(context, command)
                        ? GuestWords.print(context, "\\" + command.name() + " " + command.rest())
                        : shown(context, command));
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
            CatalogAnswer.sayNothing(CatalogAnswer.nothing(pattern, context), context);
        } else {
            TitledTable.print(
                    query.title(), rows, query.counted(), context.display().expanded(), List.of(), screen.sink());
        }
        return CommandResult.done();
    }
}
