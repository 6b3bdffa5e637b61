package dev.memcheck.shell.command;

import dev.memcheck.render.table.ResultFormat;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Sets how results are printed: {@code \pset [NAME [VALUE]]}, and psql's short forms of it. */
final class FormatCommand implements ShellCommand {
    private static final int MOST_WORDS = 2;

    private final String name;
    private final String synopsis;
    private final String help;
    private final Setting setting;

    /** What a command does with its words. */
    private interface Setting {
        /** Gives what was set, to be told. */
        FormatOption set(CommandContext context, List<String> words);
    }

    private FormatCommand(String name, String synopsis, String help, Setting setting) {
        this.name = name;
        this.synopsis = synopsis;
        this.help = help;
        this.setting = setting;
    }

    static List<ShellCommand> all() {
        return List.of(
                new FormatCommand(
                        "pset",
                        "[NAME [VALUE]]",
                        "set how results are printed; or list all",
                        (context, words) ->
                                set(context, FormatOption.named(words.get(0)), words.subList(1, words.size()))),
                option("x", "[on|off|auto]", "expanded display", () -> FormatOption.EXPANDED),
                option("t", "[on|off]", "rows only, without headings and counts", () -> FormatOption.TUPLES_ONLY),
                option("f", "[TEXT]", "field separator of unaligned output", () -> FormatOption.FIELDSEP),
                option("C", "[TEXT]", "title of tables, or none", () -> FormatOption.TITLE),
                option("T", "[TEXT]", "attributes of a table in HTML, or none", () -> FormatOption.TABLEATTR),
                toggle("a", "aligned or unaligned output", ResultFormat.Kind.UNALIGNED),
                toggle("H", "HTML output, or aligned again", ResultFormat.Kind.HTML));
    }

    /** @param option asked for where the command runs: to make all of them takes time that each start would have to wait for */
    private static ShellCommand option(String name, String synopsis, String help, Supplier<FormatOption> option) {
        return new FormatCommand(name, synopsis, help, (context, words) -> set(context, option.get(), words));
    }

    /** As in psql, what is not aligned becomes so by {@code \a}; {@code \H} knows its own format only. */
    private static ShellCommand toggle(String name, String help, ResultFormat.Kind other) {
        return new FormatCommand(name, "", help, (context, words) -> {
            ResultFormat format = context.display().format();
            boolean back = other == ResultFormat.Kind.UNALIGNED
                    ? format.kind() != ResultFormat.Kind.ALIGNED
                    : format.kind() == other;
            context.display().setFormat(format.with(back ? ResultFormat.Kind.ALIGNED : other));
            return FormatOption.FORMAT;
        });
    }

    private static FormatOption set(CommandContext context, FormatOption option, List<String> value) {
        if (value.size() > 1) {
            throw new UsageException("expected one value, found \"" + String.join(" ", value) + "\"");
        }
        context.display()
                .setFormat(option.set(context.display().format(), value.stream().findFirst()));
        return option;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String synopsis() {
        return synopsis;
    }

    @Override
    public String help() {
        return help;
    }

    @Override
    public Argument argument() {
        return synopsis.startsWith("[on|off") ? Argument.ON_OFF : Argument.NONE;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.escapedWords();
        if (words.isEmpty() && name.equals("pset")) {
            for (FormatOption option : FormatOption.values()) {
                context.screen()
                        .say(String.format(
                                "%-24s %s",
                                option.label(), option.value(context.display().format())));
            }
            return CommandResult.done();
        }
        FormatOption option = setting.set(context, words);
        boolean given = words.size() > (name.equals("pset") ? 1 : 0);
        if (!context.display().quiet() && !(given && option.isSilent())) {
            context.screen().say(option.sentence(context.display().format()));
        }
        return CommandResult.done();
    }

    /** The format with what stands in parentheses behind {@code \g}. */
    static ResultFormat with(ResultFormat format, List<String> settings) {
        ResultFormat changed = format;
        for (String setting : settings) {
            String[] parts = setting.split("=", MOST_WORDS);
            changed = FormatOption.named(parts[0])
                    .set(changed, parts.length < MOST_WORDS ? Optional.empty() : Optional.of(parts[1]));
        }
        return changed;
    }
}
