package dev.memcheck.shell.manual;

import dev.memcheck.shell.command.CommandEntry;
import dev.memcheck.shell.command.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual pages of the program, of one of its commands, and of session files. */
final class ManualPages {
    private static final String EXIT_CODES =
            "0 all is well; 1 a finding, a failed expectation or an unexpected error; 2 wrong"
                    + " usage, or a file that cannot be read or written; 3 no backend; 130 stopped by Ctrl-C or SIGTERM";

    private static final String SECTION = "## ";
    private static final String LISTED = "- ";

    private final String version;

    ManualPages(String version) {
        this.version = version;
    }

    /** {@code memcheck.1} */
    String program(CommandSpec root, Commands commands) {
        Roff page = page(root, root.name());
        page.section("COMMANDS");
        for (Map.Entry<String, CommandLine> command : root.subcommands().entrySet()) {
            page.item(
                    root.name() + " " + command.getKey(),
                    OptionWords.help(command.getValue().getCommandSpec()));
        }
        page.section("AT THE PROMPT")
                .paragraph("begin opens a window, end closes it, and what lies between is judged.");
        commands.ofLanguage().forEach(entry -> item(page, entry));
        commands.ofShell().forEach(entry -> item(page, entry));
        page.section("FILES")
                .item("~/.config/memcheck/rc", "a session file that is run before the first prompt")
                .item("~/.memcheck_history", "what was typed at the prompt");
        return end(page, root.name() + "-run(1), mcs(5), psql(1)");
    }

    /** {@code memcheck-run.1} */
    String command(CommandSpec root, CommandSpec command) {
        return end(page(command, root.name() + " " + command.name()), root.name() + "(1), mcs(5)");
    }

    /**
     * {@code mcs.5}
     *
     * @param grammar what the package of the language says of it, in Markdown
     */
    String language(String grammar) {
        Roff page = new Roff("MCS", 5, version)
                .section("NAME")
                .paragraph("mcs - session files of memcheck")
                .section("DESCRIPTION")
                .paragraph("A session file is what one types at memcheck's prompt, and what must hold of it.");
        List<String> block = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        boolean fenced = false;
        for (String line : ofUsers(grammar)) {
            boolean fence = line.startsWith("```");
            boolean code = fenced && !fence || line.startsWith("    ");
            if (!block.isEmpty() && !code && !line.isBlank() || fence && fenced) {
                page.code(String.join("\n", block).stripTrailing().lines().toList());
                block.clear();
            }
            boolean listed = !code && line.startsWith(LISTED);
            if (line.isBlank() || code || fence || listed || line.startsWith("#")) {
                flush(page, paragraph);
            }
            fenced ^= fence;
            if (line.startsWith(SECTION)) {
                page.section(line.substring(SECTION.length()).toUpperCase(Locale.ROOT));
            } else if (code || fenced && !fence || !block.isEmpty()) {
                block.add(fenced || !line.startsWith("    ") ? line : line.substring(4));
            } else if (!fence && !line.isBlank() && !line.startsWith("#")) {
                paragraph.append(plain(line)).append(' ');
            }
        }
        flush(page, paragraph);
        return page.section("SEE ALSO")
                .paragraph("memcheck(1), memcheck-run(1)")
                .toString();
    }

    private static void flush(Roff page, StringBuilder paragraph) {
        String words = paragraph.toString().strip();
        if (words.startsWith(LISTED)) {
            page.bullet(words.substring(LISTED.length()));
        } else if (!words.isEmpty()) {
            page.paragraph(words);
        }
        paragraph.setLength(0);
    }

    /** A line without the signs of Markdown. */
    private static String plain(String line) {
        String words = line.startsWith(LISTED) ? line : line.strip();
        return words.replace("`", "").replaceAll("(?<![/*])\\*{1,2}([A-Za-z][^*]*)\\*{1,2}(?![/*])", "$1");
    }

    /** Without what comes before the first section, which is of the program's inside. */
    private static List<String> ofUsers(String grammar) {
        return Stream.concat(grammar.lines().dropWhile(line -> !line.startsWith(SECTION)), Stream.of(""))
                .toList();
    }

    private Roff page(CommandSpec command, String call) {
        Roff page = new Roff(call.replace(' ', '-').toUpperCase(Locale.ROOT), 1, version)
                .section("NAME")
                .paragraph(call.replace(' ', '-') + " - "
                        + OptionWords.help(command).split("(?<=[.]) ", 2)[0])
                .section("SYNOPSIS")
                .paragraph(call + " [OPTION...]" + parameters(command))
                .section("DESCRIPTION")
                .paragraph(OptionWords.help(command));
        page.section("OPTIONS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            page.item(parameter.paramLabel(), String.join(" ", parameter.description()));
        }
        for (OptionSpec option : OptionWords.of(command)) {
            String value = OptionWords.takesValue(option) ? " " + option.paramLabel() : "";
            page.item(String.join(", ", option.names()) + value, OptionWords.help(option));
        }
        return page;
    }

    private static String parameters(CommandSpec command) {
        StringBuilder text = new StringBuilder();
        command.positionalParameters()
                .forEach(parameter ->
                        text.append(" [").append(parameter.paramLabel()).append("]"));
        return text.toString();
    }

    private static void item(Roff page, CommandEntry entry) {
        page.item(entry.form(), entry.help());
    }

    private static String end(Roff page, String others) {
        return page.section("EXIT STATUS")
                .paragraph(EXIT_CODES)
                .section("SEE ALSO")
                .paragraph(others)
                .toString();
    }
}
