package dev.memcheck.script;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables of a session. {@code :name} stands for the value as it is, {@code :'name'} for it as a string literal,
 * {@code :"name"} as an identifier, <code>:{?name}</code> for whether it is set. As in psql, a name that is not set is left alone, since SQL has colons of its own
 * ({@code array[1:n]}), and nothing is put in inside quotes and comments.
 */
public final class Variables {
    /** More than any text that somebody wrote and memcheck could hold. */
    private static final long MOST_PUT_IN = 64L << 20;

    /** The variables that memcheck reads itself, as it reads the text. */
    static final String ON_ERROR = "on_error";

    /** The same in psql's words. */
    static final String ON_ERROR_STOP = "ON_ERROR_STOP";

    static final String CANCEL_TIMEOUT = "cancel_timeout";

    /** As psql has it. */
    static final String AUTOCOMMIT = "AUTOCOMMIT";

    static final String ON_ERROR_ROLLBACK = "ON_ERROR_ROLLBACK";

    /** What is known only once a statement or command has run. */
    private static final Set<String> OF_RESULTS =
            Set.of("ERROR", "SQLSTATE", "ROW_COUNT", "LAST_ERROR_MESSAGE", "LAST_ERROR_SQLSTATE", "LASTOID");

    private static final String ASKS = ":{?";

    private static final Set<String> TRUE = Set.of("on", "true", "yes", "1");

    private final Map<String, String> values = new TreeMap<>();

    /** As they are for what runs now: a file is read to its end before its first statement runs. */
    private final Map<String, String> inTurn = new TreeMap<>();

    /** Characters that stood for a variable in the text that is being read. */
    private long putIn;

    /** Whether a variable may have this name: letters, digits and underscores. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> SqlScanner.isVariableCharacter((char) c));
    }

    /** Whether memcheck itself reads a variable of this name as it reads the text. */
    public static boolean isReserved(String name) {
        return name.equals(ON_ERROR)
                || name.equals(ON_ERROR_STOP)
                || name.equals(CANCEL_TIMEOUT)
                || name.equals(AUTOCOMMIT)
                || name.equals(ON_ERROR_ROLLBACK);
    }

    /**
     * Sets a variable, or changes it.
     *
     * @throws IllegalArgumentException if it cannot have that name
     */
    public void set(String name, String value) {
        if (!isName(name)) {
            throw new IllegalArgumentException("no name of a variable: " + name);
        }
        values.put(name, value);
        inTurn.put(name, value);
    }

    /** Sets a variable for the text that is being read, of which this runs later. */
    void setForReading(String name, String value) {
        values.put(name, value);
    }

    /** Forgets a variable. Gives whether it was set. */
    public boolean unset(String name) {
        inTurn.remove(name);
        return unsetForReading(name);
    }

    /** Forgets a variable for the text that is being read. Gives whether it was set. */
    boolean unsetForReading(String name) {
        return values.remove(name) != null;
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** What a variable is for what runs now. */
    public Optional<String> getInTurn(String name) {
        return Optional.ofNullable(inTurn.get(name));
    }

    /** Whether a variable is set to what psql takes for true, for what runs now. */
    public boolean isOn(String name) {
        return getInTurn(name).map(Variables::isTrue).orElse(false);
    }

    /** Whether a value is what psql takes for true. */
    public static boolean isTrue(String value) {
        return TRUE.contains(value.toLowerCase(Locale.ROOT));
    }

    /** All variables by name, as they are now. */
    public Map<String, String> all() {
        return Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Another text is read. */
    void beginText() {
        putIn = 0;
    }

    private void count(SourceText source, int at, String value) {
        putIn += value.length();
        if (putIn > MOST_PUT_IN) {
            throw source.error(
                    at,
                    "the variables put in so far are longer than " + (MOST_PUT_IN >> 20) + " million characters",
                    "a text uses long variables too often");
        }
    }

    /** Whether a part of SQL names a variable, set or not. */
    static boolean areNamed(String text, int from, int to) {
        return SqlScanner.scan(text, from, to).stream()
                .anyMatch(token -> token.kind() == Token.Kind.VARIABLE && text.charAt(token.start()) == ':');
    }

    /** Whether a variable of this name tells of what has run, and is set by that. */
    public static boolean tellsOfResults(String name) {
        return OF_RESULTS.contains(name);
    }

    /** Whether a part of SQL names one of these. */
    private static boolean areNamed(String text, int from, int to, Set<String> names) {
        return SqlScanner.scan(text, from, to).stream()
                .filter(token -> token.kind() == Token.Kind.VARIABLE && text.charAt(token.start()) == ':')
                .anyMatch(token -> names.contains(nameIn(token.in(text))));
    }

    /** Whether a part of SQL names a variable that tells of what has run. */
    static boolean areResultsNamed(String text, int from, int to) {
        return areNamed(text, from, to, OF_RESULTS);
    }

    /** Whether a part of SQL names one variable. */
    static boolean isNamed(String name, String text, int from, int to) {
        return areNamed(text, from, to, Set.of(name));
    }

    /** The name in one of its forms. */
    private static String nameIn(String written) {
        if (written.startsWith(ASKS)) {
            return written.substring(ASKS.length(), written.length() - 1);
        }
        return CommandWords.isQuote(written.charAt(1))
                ? written.substring(2, written.length() - 1)
                : written.substring(1);
    }

    /** Adds a part of SQL to a fragment, with variables put in. */
    void addSql(SourceText source, int from, int to, Fragment.Builder builder) {
        int copied = from;
        for (SqlScanner scanner = new SqlScanner(source.text(), from, to); scanner.hasNext(); ) {
            Token token = scanner.next();
            if (token.kind() == Token.Kind.VARIABLE) {
                Optional<String> value = valueOf(token.in(source.text()));
                if (value.isPresent()) {
                    count(source, token.start(), value.get());
                    builder.copy(copied, token.start()).replace(token.start(), token.end(), value.get());
                    copied = token.end();
                }
            }
        }
        builder.copy(copied, to);
    }

    /**
     * Adds a part of a command's line to a fragment. There only quotes protect, and a bare value stays one word whatever
     * is in it.
     */
    void addWords(SourceText source, int from, int to, Fragment.Builder builder) {
        String text = source.text();
        int copied = from;
        int at = from;
        while (at < to) {
            char c = text.charAt(at);
            if (CommandWords.isQuote(c)) {
                at = Math.min(CommandWords.quoteEnd(text, at, to), to);
                continue;
            }
            if (c != ':') {
                at++;
                continue;
            }
            Token token = new SqlScanner(text, at, to).next();
            Optional<String> value = token.kind() == Token.Kind.VARIABLE ? valueOf(token.in(text)) : Optional.empty();
            if (value.isPresent()) {
                count(source, at, value.get());
                // Inside a word (workload=:'sql') its quotes only keep it together, as those that are written there do.
                boolean quoted = CommandWords.isQuote(text.charAt(at + 1));
                boolean whole = !quoted || at == from || CommandWords.isSpace(text.charAt(at - 1));
                builder.copy(copied, at)
                        .replace(at, token.end(), whole ? CommandWords.quoteIfNeeded(value.get()) : value.get());
                copied = token.end();
            }
            at = token.end();
        }
        builder.copy(copied, to);
    }

    /** What a {@code :name} in one of its forms stands for; empty if it is not set. */
    private Optional<String> valueOf(String written) {
        if (written.charAt(0) != ':') {
            return Optional.empty();
        }
        String name = nameIn(written);
        if (written.startsWith(ASKS)) {
            return Optional.of(get(name).isPresent() ? "TRUE" : "FALSE");
        }
        char mark = written.charAt(1);
        return !CommandWords.isQuote(mark)
                ? get(name)
                : get(name).map(value -> mark == '"' ? SourceForm.identifier(value) : SourceForm.quoted(value));
    }
}
