package dev.memcheck.script;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the texts of one session share while they are read. */
final class SharedByTexts {
    private static final int MOST_INCLUDES = 10_000;
    private static final long MOST_INCLUDED = 64L << 20;

    private final Set<String> commands;
    private final IncludeResolver includes;
    private final Variables variables = new Variables();
    private boolean statementSeen;
    private boolean escapes;

    /** Whether statements of the text that is being read set variables. */
    private boolean late;

    private Optional<Sent> sent = Optional.empty();
    private Function<String, Optional<TypedData>> typed = name -> Optional.empty();

    /** The statement that a command alone sends again. What it says may be known only once it was sent. */
    static final class Sent {
        private String sql;

        Sent(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }

        void is(String readLater) {
            sql = readLater;
        }
    }

    private TransactionCheck transactions = new TransactionCheck(Standing.fresh());

    /** Of the text that is being read, with all that it includes. */
    private int included;

    private long includeCharacters;

    SharedByTexts(Collection<String> commands, IncludeResolver includes) {
        this.commands = new TreeSet<>(commands);
        for (LanguageCommand command : LanguageCommand.values()) {
            this.commands.addAll(command.names());
        }
        this.includes = Objects.requireNonNull(includes);
    }

    /** Another text begins, which nothing else includes. */
    void beginText(Supplier<Standing> standing) {
        variables.beginText();
        includeCharacters = 0;
        included = 0;
        late = false;
        transactions = new TransactionCheck(standing.get());
    }

    /** The pieces of the next text, whose first strings are read by the rules that the one before has set. */
    List<Piece> split(String text) {
        List<Piece> pieces = StatementSplitter.split(text, escapes);
        for (Piece piece : pieces) {
            if (piece.kind() == Piece.Kind.SQL) {
                escapes = StringRules.escapeAfter(piece.bodyIn(text), escapes);
            }
        }
        return pieces;
    }

    TransactionCheck transactions() {
        return transactions;
    }

    Variables variables() {
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

    /** Where data are typed that the text of this name does not have: another one each time; empty if nobody can be asked. */
    Optional<TypedData> typedData(String name) {
        return typed.apply(name);
    }

    void asksFor(Function<String, Optional<TypedData>> data) {
        typed = data;
    }

    boolean statementSeen() {
        return statementSeen;
    }

    void noteStatement() {
        statementSeen = true;
    }

    /** Takes note of whether statements of a part set variables, which are not known as the text is read. */
    void noteLateVariables(boolean set) {
        late |= set;
    }

    boolean hasLateVariables() {
        return late;
    }

    /** The latest statement. */
    Optional<Sent> sent() {
        return sent;
    }

    void sent(String latest) {
        sent(new Sent(latest));
    }

    void sent(Sent latest) {
        sent = Optional.of(latest);
    }

    /**
     * How a text that is being read came to be included by one that it includes.
     *
     * @param names those of the including texts, innermost first
     */
    static String chain(Iterable<String> names, String name) {
        List<String> chain = new ArrayList<>(List.of(name));
        for (String includer : names) {
            chain.add(0, includer);
            if (includer.equals(name)) {
                break;
            }
        }
        return String.join(" includes ", chain);
    }
}
