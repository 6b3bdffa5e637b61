package dev.memcheck.script;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The commands that end a statement in place of a semicolon, and say what becomes of its result: {@code SELECT 1 \g FILE}.
 * Alone, they send the statement before once more.
 */
enum SendingCommand {
    G("g", true),
    GX("gx", true),
    GSET("gset", false),
    GDESC("gdesc", false),
    GEXEC("gexec", false),
    CROSSTABVIEW("crosstabview", false),
    WATCH("watch", false);

    /** Those whose variables are known only once they have run. */
    private static final Set<String> SETS = Set.of(GSET.label, "getenv", "prompt");

    private final String label;
    private final boolean pipes;

    SendingCommand(String label, boolean pipes) {
        this.label = label;
        this.pipes = pipes;
    }

    /** The one with this name, given without the backslash. */
    static Optional<SendingCommand> ofName(String name) {
        return Arrays.stream(values())
                .filter(command -> command.label.equals(name))
                .findFirst();
    }

    /** The one at this token, which is a backslash and what follows it. */
    static Optional<SendingCommand> at(Token token, String text) {
        int end = token.start() + 1;
        while (end < token.end() && text.charAt(end) != ';') {
            end++;
        }
        return token.kind() == Token.Kind.COMMAND ? ofName(text.substring(token.start() + 1, end)) : Optional.empty();
    }

    static boolean setsVariables(String name) {
        return SETS.contains(name);
    }

    /**
     * Offset after its line: as in psql, another command may follow in the same line, except behind a program.
     *
     * @param from after its name
     */
    int end(String text, int from) {
        int argument = CommandWords.afterSpace(text, from);
        boolean piped = pipes && argument < text.length() && text.charAt(argument) == '|';
        return piped ? SqlScanner.lineEnd(text, from) : CommandWords.end(text, from);
    }
}
