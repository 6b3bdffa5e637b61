package dev.memcheck.source;

import dev.memcheck.script.Piece;
import dev.memcheck.script.SqlScanner;
import dev.memcheck.script.StatementSplitter;
import dev.memcheck.script.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How regression files use functions that a plain call cannot test: in a list of columns, by a trigger, over a window of rows, through
 * a language or a wrapper.
 */
final class TestExamples {
    private static final int MOST_OF_ONE = 6;
    private static final int MOST_BEFORE = 60;
    private static final Set<String> MAKES_READY = Set.of("create", "alter", "insert", "update", "delete", "analyze");
    private static final Set<String> CHANGES_ROWS = Set.of("insert", "update", "delete");
    private static final Set<String> READS = Set.of("select", "with");

    /** What outlives a schema, or is there already. */
    private static final Set<String> OF_SERVER = Set.of(
            "role", "user", "group", "database", "tablespace", "extension", "subscription", "system", "language");

    private final List<List<Statement>> files = new ArrayList<>();

    /**
     * @param before statements of the same file that it may need, some of which may fail
     * @param statement the one that uses the function, without its semicolon
     */
    record Example(List<String> before, String statement) {}

    /** @param words names without quotes and schemas, the others in small letters */
    private record Statement(String sql, List<String> words) {
        boolean begins(Set<String> first) {
            return first.contains(words.get(0));
        }

        /** Whether these words stand in it one after another. */
        int at(String... wanted) {
            for (int i = 0; i + wanted.length <= words.size(); i++) {
                if (words.subList(i, i + wanted.length).equals(List.of(wanted))) {
                    return i;
                }
            }
            return -1;
        }

        Optional<String> after(String... wanted) {
            int at = at(wanted) + wanted.length;
            return at(wanted) >= 0 && at < words.size() ? Optional.of(words.get(at)) : Optional.empty();
        }
    }

    TestExamples(List<String> tests) {
        tests.forEach(test -> files.add(statements(test)));
    }

    /** Some for a function, in the order of the files; none for one that nothing but the server calls. */
    List<Example> of(SqlFunction function) {
        List<Example> examples = new ArrayList<>();
        for (List<Statement> file : files) {
            Set<String> users = new HashSet<>();
            for (int i = 0; i < file.size() && examples.size() < MOST_OF_ONE; i++) {
                Statement statement = file.get(i);
                user(function, statement).ifPresent(users::add);
                if (uses(function, statement, users)) {
                    List<String> before = before(file.subList(0, i));
                    if (before.size() <= MOST_BEFORE) {
                        examples.add(new Example(before, statement.sql()));
                    }
                }
            }
        }
        return examples;
    }

    /** What a statement makes through which the function is called from then on. */
    private static Optional<String> user(SqlFunction function, Statement statement) {
        if (!statement.words().get(0).equals("create")) {
            return Optional.empty();
        }
        if (function.trigger()) {
            boolean fires =
                    statement.at(plain(function.name()), "(") > statement.at("execute") && statement.at("trigger") > 0;
            return fires ? statement.after("on") : Optional.empty();
        }
        Optional<String> served = function.serves();
        if (served.isPresent() && statement.after("language").equals(served)) {
            return statement.after("function").or(() -> statement.after("procedure"));
        }
        return served.flatMap(wrapper -> statement.after("foreign", "table"));
    }

    private static boolean uses(SqlFunction function, Statement statement, Set<String> users) {
        if (function.trigger()) {
            return statement.begins(CHANGES_ROWS) && statement.words().stream().anyMatch(users::contains);
        }
        if (!statement.begins(READS)) {
            return false;
        }
        return function.serves().isPresent()
                ? statement.words().stream().anyMatch(users::contains)
                : function.awkward() && statement.at(plain(function.name()), "(") >= 0;
    }

    private static List<String> before(List<Statement> statements) {
        return statements.stream()
                .filter(statement -> statement.begins(MAKES_READY))
                .filter(statement -> statement.words().size() > 1
                        && !OF_SERVER.contains(statement.words().get(1)))
                .map(Statement::sql)
                .toList();
    }

    private static List<Statement> statements(String test) {
        List<Statement> statements = new ArrayList<>();
        for (Piece piece : StatementSplitter.split(test)) {
            if (piece.kind() == Piece.Kind.SQL
                    && piece.ending() == Piece.Ending.SEMICOLON
                    && piece.data().isEmpty()) {
                String sql = test.substring(piece.bodyStart(), piece.bodyEnd());
                statements.add(new Statement(sql, words(sql)));
            }
        }
        return statements;
    }

    private static List<String> words(String sql) {
        List<String> words = new ArrayList<>();
        for (Token token : SqlScanner.scan(sql)) {
            if (token.isTrivia()) {
                continue;
            }
            int last = words.size() - 1;
            if (last > 0 && words.get(last).equals(".")) {
                words.subList(last - 1, last + 1).clear();
            }
            words.add(plain(token.in(sql)));
        }
        return words;
    }

    private static String plain(String name) {
        String last = name.startsWith("'") ? name : name.substring(name.lastIndexOf('.') + 1);
        return last.startsWith("\"") ? last.replace("\"", "") : last.isEmpty() ? name : last.toLowerCase(Locale.ROOT);
    }
}
