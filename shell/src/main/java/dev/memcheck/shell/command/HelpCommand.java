package dev.memcheck.shell.command;

import dev.memcheck.render.text.LineWrap;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.SourceLines;
import dev.memcheck.shell.out.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code \?}, {@code \help} and {@code help}: what can be typed, or what there is to know of a topic. */
final class HelpCommand implements ShellCommand {
    private static final List<List<String>> WINDOWS = List.of(
            List.of("begin [name] [like '%'] [{...}]", "open a window: what follows is watched"),
            List.of("end [name]", "close the window and judge what it left"),
            List.of("BEGIN TRANSACTION ... COMMIT", "these are SQL, which goes to the server"));

    private static final List<List<String>> VARIABLES = List.of(
            List.of("on_error", "stop or continue (continue): what follows a failed statement in a file"),
            List.of("cancel_timeout", "how long a cancel may go unanswered (5s)"),
            List.of(SourceLines.DIRECTORIES, "directories, separated by colons, in which \\why looks for source files"),
            List.of("SUGGESTIONS", "on or off (on): the rest of an earlier line is shown, and Right takes it"),
            List.of("QUIET", "on or off (off): results and verdicts only, as with -q"),
            List.of("VERBOSITY", "default, terse, verbose or sqlstate: how much of an error is shown"),
            List.of("SHOW_CONTEXT", "errors, always or never: for which messages CONTEXT is shown"),
            List.of("AUTOCOMMIT", "on; off is refused, since memcheck begins no transaction by itself"),
            List.of("ON_ERROR_ROLLBACK", "off; on is refused, since memcheck sets no savepoints by itself"));

    private static final List<List<String>> MORE = List.of(
            List.of("\\help context [NAME]", "what a context is for, and when it may grow"),
            List.of("\\help finding [TYPE]", "what a kind of finding means, with code"),
            List.of("\\help variables", "the variables that memcheck reads"),
            List.of("\\help [SQL]", "the syntax of SQL, if psql is there"),
            List.of("\\help WORD", "the commands that have to do with it"));

    /** As in psql: alone, it lists what there is of SQL. */
    private static final String SQL = "h";

    private final Supplier<List<CommandEntry>> ofLanguage;
    private final Supplier<List<CommandEntry>> ofShell;

    /** @param ofLanguage gives the commands when help is shown, as ofShell does: this command is among them */
    HelpCommand(Supplier<List<CommandEntry>> ofLanguage, Supplier<List<CommandEntry>> ofShell) {
        this.ofLanguage = ofLanguage;
        this.ofShell = ofShell;
    }

    @Override
    public String name() {
        return "?";
    }

    @Override
    public List<String> aliases() {
        return List.of(SQL);
    }

    @Override
    public List<String> bareNames() {
        return List.of("help");
    }

    @Override
    public String synopsis() {
        return "[TOPIC]";
    }

    @Override
    public String help() {
        return "show this help, or help on a topic";
    }

    @Override
    public Argument argument() {
        return Argument.TOPIC;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (words.isEmpty() && command.name().equals(SQL)) {
            context.results().pagedHere(HelpCommand::sql);
            return CommandResult.done();
        }
        context.results()
                .pagedHere(screen ->
                        print(screen, words, command.rest(), command.name().equals(name())));
        return CommandResult.done();
    }

    private void print(Screen screen, List<String> words, String all, boolean ofCommands) {
        if (words.isEmpty()) {
            all(screen);
            return;
        }
        String rest = String.join(" ", words.subList(1, words.size()));
        Optional<HelpTopic> topic = HelpTopic.ofName(words.get(0));
        if (topic.isEmpty()) {
            withWord(screen, all, ofCommands);
            return;
        }
        switch (topic.get()) {
            case CONTEXT -> new GuideHelp(screen).context(rest);
            case FINDING -> new GuideHelp(screen).finding(rest);
            case VARIABLES -> print(screen, "Variables that memcheck reads", VARIABLES, width(VARIABLES));
            case COMMANDS -> all(screen);
        }
    }

    /** The SQL commands that there are. */
    private static void sql(Screen screen) {
        SqlHelp sql = SqlHelp.on("");
        if (!sql.isThere()) {
            throw new UsageException(sql.where());
        }
        sql.print(screen);
    }

    private void all(Screen screen) {
        List<List<String>> session = session();
        List<List<String>> commands = rows(ofShell.get());
        int width = Math.max(width(session), width(commands));
        print(screen, "The session", session, width);
        print(screen, "Commands", commands, width);
        print(screen, "More", MORE, width);
    }

    private List<List<String>> session() {
        List<List<String>> session = new ArrayList<>(WINDOWS);
        session.addAll(rows(ofLanguage.get()));
        return session;
    }

    /** The syntax of what is SQL, the commands that a word is the name of, or else those that say it. */
    private void withWord(Screen screen, String word, boolean ofCommands) {
        List<List<String>> all = session();
        all.addAll(rows(ofShell.get()));
        String wanted = word.toLowerCase(Locale.ROOT);
        List<List<String>> named = all.stream()
                .filter(row ->
                        List.of(row.get(0).split("[ ,]+")).contains(wanted.startsWith("\\") ? wanted : "\\" + wanted))
                .toList();
        SqlHelp sql = named.isEmpty() || !ofCommands ? SqlHelp.on(word) : SqlHelp.none();
        boolean isSql = sql.isOn(word) || named.isEmpty() && sql.isThere();
        if (isSql) {
            sql.print(screen);
        }
        List<List<String>> rows = named.isEmpty() && !isSql
                ? all.stream()
                        .filter(row ->
                                String.join(" ", row).toLowerCase(Locale.ROOT).contains(wanted))
                        .toList()
                : named;
        if (!rows.isEmpty()) {
            print(screen, "Commands", rows, width(rows));
        } else if (!isSql) {
            throw new UsageException("no help on \"" + word + "\"; there is help on "
                    + String.join(", ", HelpTopic.names()) + ", on each command, and on SQL: " + sql.where());
        }
    }

    private static List<List<String>> rows(List<CommandEntry> entries) {
        return entries.stream()
                .map(entry -> List.of(entry.form(), entry.help()))
                .toList();
    }

    private static int width(List<List<String>> table) {
        return table.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
    }

    private static void print(Screen screen, String title, List<List<String>> table, int width) {
        screen.line(StyledLine.of(title, Style.HEADING));
        for (List<String> row : table) {
            StyledLine line = StyledLine.builder()
                    .add("  " + row.get(0))
                    .padTo(width + 4)
                    .add(row.get(1), Style.DIM)
                    .line();
            screen.lines(LineWrap.wrap(line, screen.width(), width + 4));
        }
    }
}
