package dev.memcheck.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads session texts into items. One parser serves one session: what {@code \set} said in one text holds in the next,
 * so a prompt parses line after line with the same parser.
 */
public final class SessionParser {
    private static final int MOST_INCLUDES = 10_000;
    private static final long MOST_INCLUDED = 64L << 20;

    private final Set<String> commands;
    private final IncludeResolver includes;
    private final Variables variables = new Variables();
    private boolean statementSeen;
    private Supplier<Standing> standing = Standing::fresh;
    private TransactionCheck transactions = new TransactionCheck(Standing.fresh());

    /** Of the text that is being read. */
    private int included;

    private long includeCharacters;

    /**
     * @param commands names of all commands that the caller runs, without the backslash; those of the language need not
     *     be among them
     * @param includes finds what {@code \include} names
     */
    public SessionParser(Collection<String> commands, IncludeResolver includes) {
        this.commands = new TreeSet<>(commands);
        for (LanguageCommand command : LanguageCommand.values()) {
            this.commands.addAll(command.names());
        }
        this.includes = Objects.requireNonNull(includes);
    }

    /**
     * Reads a text. Its last statement needs no semicolon.
     *
     * @param name where the text comes from, for positions
     * @throws ParseException at the first place that cannot be read
     */
    public List<Item> parse(String name, String text) {
        variables.beginText();
        includeCharacters = 0;
        included = 0;
        List<Item> items = new ArrayList<>();
        transactions = new TransactionCheck(standing.get());
        ArrayDeque<String> names = new ArrayDeque<>();
        names.push(name);
        new SourceReader(this, new SourceText(name, text), names, items).read();
        return List.copyOf(items);
    }

    /** Asks this where the session stands, as each text begins: that of a file begins with nothing. */
    public void standsAt(Supplier<Standing> known) {
        standing = known;
    }

    TransactionCheck transactions() {
        return transactions;
    }

    /** The variables of the session. */
    public Variables variables() {
        return variables;
    }

    Set<String> commands() {
        return commands;
    }

    IncludeResolver includes() {
        return includes;
    }

    /** Takes note of a text that is included; false if that makes more than anybody would want to run. */
    boolean mayInclude(String text) {
        included++;
        includeCharacters += text.length();
        return included <= MOST_INCLUDES && includeCharacters <= MOST_INCLUDED;
    }

    boolean statementSeen() {
        return statementSeen;
    }

    void noteStatement() {
        statementSeen = true;
    }
}
