package dev.memcheck.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The commands of the session language itself: the one list that parser, help, completion and the grammar's test are
 * made of. What else a caller runs, it tells {@link SessionParser}.
 */
public enum LanguageCommand {
    EXPECT("expect", "WHAT", "what must hold: clean, error, rows, a finding, ...", Arguments.SQL),
    REPEAT("repeat", "N", "run the lines up to \\endrepeat N times", Arguments.SQL),
    ENDREPEAT("endrepeat", "", "end of a \\repeat block", Arguments.WORDS),
    IF("if", "CONDITION", "run the lines up to \\endif only if this is true", Arguments.WORDS),
    ELIF("elif", "CONDITION", "otherwise, those behind if this is true", Arguments.WORDS),
    ELSE("else", "", "otherwise, those behind", Arguments.WORDS),
    ENDIF("endif", "", "end of an \\if block", Arguments.WORDS),
    WARMUP("warmup", "N STATEMENT", "run a statement N times without judging it", Arguments.SQL),
    SET("set", "[NAME VALUE]", "set a variable, used as :NAME; or list all", Arguments.WORDS),
    UNSET("unset", "NAME", "unset a variable", Arguments.WORDS),
    INCLUDE("include", "FILE", "include another session file", Arguments.WORDS, "ir"),
    SESSION("session", "NAME", "switch to another session; the first is \"default\"", Arguments.WORDS),
    SCENARIO("scenario", "[NAME KEY=VALUE...]", "run a stress scenario and judge it; or list all", Arguments.WORDS),
    TIMEOUT("timeout", "TIME|off", "cancel statements that run longer, such as 5s or 200ms", Arguments.WORDS),
    BACKEND("backend", "OPTION=VALUE...", "at the top of a file: its backend's settings", Arguments.WORDS);

    /** How a command's arguments are cut. */
    private enum Arguments {
        /** By the rules of SQL: comments and quotes as there. */
        SQL,
        /** At white space, with quotes that keep words together. */
        WORDS
    }

    private static final Set<LanguageCommand> CONDITIONS = Set.of(IF, ELIF, ELSE, ENDIF);

    private static final Set<LanguageCommand> SHAPES =
            Set.of(REPEAT, ENDREPEAT, INCLUDE, BACKEND, IF, ELIF, ELSE, ENDIF);

    /** Commands of others' whose line is no list of words: a command of the system's, or a name of its own. */
    private static final Set<String> WHOLE_LINES = Set.of("!", CopyLine.COMMAND, "?", "h", "help", "ef", "sf", "sv");

    private final String label;
    private final String synopsis;
    private final String help;
    private final Arguments arguments;
    private final List<String> aliases;

    LanguageCommand(String label, String synopsis, String help, Arguments arguments, String... aliases) {
        this.label = label;
        this.synopsis = synopsis;
        this.help = help;
        this.arguments = arguments;
        this.aliases = List.of(aliases);
    }

    /** The command with this name or alias, given without the backslash. */
    public static Optional<LanguageCommand> ofName(String name) {
        return Arrays.stream(values())
                .filter(command -> command.names().contains(name))
                .findFirst();
    }

    /** Whether what stands around the command of this name runs only on a condition. */
    static boolean isCondition(String name) {
        return ofName(name).filter(CONDITIONS::contains).isPresent();
    }

    /** How many blocks the command of this name opens; -1 if it ends one. */
    static int opens(String name) {
        return switch (ofName(name).orElse(SET)) {
            case REPEAT, IF -> 1;
            case ENDREPEAT, ENDIF -> -1;
            default -> 0;
        };
    }

    /** Its name, without the backslash. */
    public String label() {
        return label;
    }

    /** Other names for the same, without the backslash. */
    public List<String> aliases() {
        return aliases;
    }

    /** Name and aliases, without the backslash. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(label));
        names.addAll(aliases);
        return names;
    }

    /** What follows the name; empty if nothing may. */
    public String synopsis() {
        return synopsis;
    }

    /** One line: what it does. */
    public String help() {
        return help;
    }

    /** Whether the command of this name decides what the text is made of, rather than what is done. */
    static boolean shapesText(String name) {
        return ofName(name).filter(SHAPES::contains).isPresent();
    }

    /** Whether a command, given without the backslash, takes all of its line, whatever is in it. */
    static boolean takesWholeLine(String name) {
        return WHOLE_LINES.contains(name)
                || ofName(name).filter(LanguageCommand::hasSqlArguments).isPresent();
    }

    boolean hasSqlArguments() {
        return arguments == Arguments.SQL;
    }
}
