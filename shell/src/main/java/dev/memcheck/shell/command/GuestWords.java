package dev.memcheck.shell.command;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.psql.PsqlGuest;
import dev.memcheck.render.table.ResultFormat;
import dev.memcheck.render.table.TableLook;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** What an installed psql says to one of its commands. */
final class GuestWords {
    private static final String CONNECTION_FAILURE = "08006";

    /** How variables begin that say what psql leaves out. */
    private static final String HIDES = "HIDE_";

    private static final Pattern SEVERAL_DOTS = Pattern.compile("\\..*\\.");

    /** Which commands list what has a name of one part: a dot is a mistake, or names a database. */
    private static final Set<String> WITHOUT_SCHEMA = Set.of("dg", "dn", "du", "dx", "l");

    private static final String ERROR = "ERROR:  ";

    private static final String SERVER =
            "SELECT pg_catalog.current_setting('server_version'), pg_catalog.current_database()";

    /** To whom asks nothing of a server. */
    private static final String NO_DATABASE = "memcheck";

    /** How what psql says begins where it finds nothing, without failing. */
    private static final String NOT_FOUND = "Did not find any ";

    private static final String NOT_HERE =
            "this is for psql to do, and there is none on the PATH (Debian's package postgresql-client has it)";

    private GuestWords() {}

    /**
     * Whether an installed psql is to do what memcheck has a command of its own for: in other formats, with more than one
     * pattern, and with names of which only it says what is wrong with them.
     */
    static boolean areBetter(CommandContext context, Item.Command command) {
        boolean dotted =
                WITHOUT_SCHEMA.contains(command.name()) && command.rest().contains(".");
        ResultFormat format = context.display().format();
        boolean usual = format.kind() == ResultFormat.Kind.ALIGNED
                && format.border() == 1
                && !format.tuplesOnly()
                && format.expanded() == ResultFormat.Expanded.OFF
                && format.look().lines() == TableLook.Lines.ASCII;
        boolean oneName = command.texts().size() <= 1
                && !SEVERAL_DOTS.matcher(command.rest()).find();
        return (dotted || !(usual && oneName))
                && PsqlGuest.find(System.getenv()).isPresent();
    }

    /** Prints what it says, with what is set here about results. */
    static CommandResult print(CommandContext context, String command) {
        Optional<PsqlGuest> psql = PsqlGuest.find(System.getenv());
        if (psql.isEmpty()) {
            return CommandResult.refused(NOT_HERE);
        }
        CatalogAnswer server = CatalogAnswer.to(SERVER, context);
        return server.refusal().orElseGet(() -> {
            List<Optional<String>> words = server.rows().orElseThrow().rows().get(0);
            try {
                return printed(
                        psql.get()
                                .run(
                                        options(context),
                                        command,
                                        words.get(1).orElse(NO_DATABASE),
                                        words.get(0).orElse(""),
                                        sql -> answer(sql, context),
                                        context.runner()::isCancelled),
                        context);
            } catch (IOException e) {
                return CommandResult.refused("psql cannot be run: " + e.getMessage());
            }
        });
    }

    /** What SQL's syntax is; no server is asked. Empty if no psql is installed or can be run. */
    static Optional<List<String>> ofHelp(String words) {
        return PsqlGuest.find(System.getenv()).flatMap(psql -> {
            try {
                return Optional.of(
                        psql.run(List.of(), "\\h " + words, NO_DATABASE, "15.0", sql -> unasked(), () -> false)
                                .lines());
            } catch (IOException cannotBeRun) {
                return Optional.empty();
            }
        });
    }

    private static StatementResult answer(String sql, CommandContext context) {
        try {
            return context.observer().ask(sql);
        } catch (BackendUnavailableException e) {
            return failed(CONNECTION_FAILURE, e.getMessage());
        }
    }

    private static StatementResult unasked() {
        return failed("0A000", "no server is asked for help");
    }

    private static StatementResult failed(String state, String message) {
        Optional<String> none = Optional.empty();
        return new StatementResult.Failed(
                new SqlError("ERROR", state, message, none, none, none, OptionalInt.empty()), 0, List.of());
    }

    private static List<String> options(CommandContext context) {
        ResultFormat format = context.display().format();
        List<String> options = new ArrayList<>();
        int columns = format.look().columns();
        Map<String, String> settings = Map.ofEntries(
                Map.entry("format", format.kind().word()),
                Map.entry("border", String.valueOf(format.border())),
                Map.entry("null", format.nullText()),
                Map.entry("fieldsep", format.fieldSeparator()),
                Map.entry("csv_fieldsep", format.csvSeparator()),
                Map.entry("tuples_only", format.tuplesOnly() ? "on" : "off"),
                Map.entry("footer", format.footer() ? "on" : "off"),
                Map.entry("linestyle", FormatOption.LINESTYLE.value(format)),
                Map.entry("numericlocale", FormatOption.NUMERICLOCALE.value(format)),
                Map.entry("expanded", format.expanded().name().toLowerCase(Locale.ROOT)),
                Map.entry(
                        "columns",
                        String.valueOf(columns > 0 ? columns : context.screen().width())));
        format.look().attributes().ifPresent(text -> options.addAll(List.of("-P", "tableattr=" + text)));
        context.variables().all().forEach((name, value) -> {
            if (name.startsWith(HIDES)) {
                options.addAll(List.of("-v", name + "=" + value));
            }
        });
        settings.forEach((name, value) -> options.addAll(List.of("-P", name + "=" + value)));
        return options;
    }

    private static CommandResult printed(PsqlGuest.Words said, CommandContext context) {
        Screen screen = context.results().screen();
        said.lines().forEach(screen::say);
        if (said.failed()) {
            // That it is an error is said once.
            List<String> problems = said.problems().stream()
                    .map(problem -> problem.startsWith(ERROR) ? problem.substring(ERROR.length()) : problem)
                    .toList();
            return CommandResult.refused(String.join("\n", problems));
        }
        for (String problem : said.problems()) {
            if (problem.startsWith(NOT_FOUND)) {
                CatalogAnswer.sayNothing(problem, context);
            } else {
                screen.say(problem);
            }
        }
        return CommandResult.done();
    }
}
