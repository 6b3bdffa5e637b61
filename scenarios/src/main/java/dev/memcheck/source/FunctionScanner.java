package dev.memcheck.source;

import dev.memcheck.script.SqlScanner;
import dev.memcheck.script.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the functions that SQL scripts create and leave, by their tokens. What it does not understand it passes over. */
final class FunctionScanner {
    private static final Set<String> MODES = Set.of("in", "out", "inout", "variadic");

    /** Types whose names are of several words begin with one of these, and then the first word is no argument's name. */
    private static final Set<String> FIRST_OF_SEVERAL =
            Set.of("double", "character", "char", "national", "bit", "timestamp", "time", "interval");

    /** Stands for the extension's own schema, or for that of another one. */
    private static final Pattern EXTENSION_SCHEMA = Pattern.compile("@extschema(:\\w+)?@\\.");

    private final List<String> words = new ArrayList<>();
    private int at;
    private boolean givesColumns;

    private FunctionScanner(String script) {
        String text = EXTENSION_SCHEMA.matcher(script).replaceAll("");
        for (Token token : SqlScanner.scan(text)) {
            if (!token.isTrivia()) {
                words.add(token.in(text));
            }
        }
    }

    /** The functions that are there when all scripts have run, in the order of their creation. */
    static List<SqlFunction> scan(List<String> scripts) {
        Map<String, SqlFunction> functions = new LinkedHashMap<>();
        ServantFunctions servants = new ServantFunctions();
        for (String script : scripts) {
            FunctionScanner scanner = new FunctionScanner(script);
            servants.learn(scanner.words);
            scanner.scan(functions);
        }
        return functions.values().stream()
                .map(function -> Optional.ofNullable(servants.of(function.name()))
                        .filter(unused -> function.kind() != SqlFunction.Kind.AGGREGATE)
                        .map(function::servant)
                        .orElse(function))
                .toList();
    }

    private void scan(Map<String, SqlFunction> functions) {
        while (at < words.size()) {
            if (takes("create")) {
                if (takes("or")) {
                    takes("replace");
                }
                (is("aggregate") ? aggregate() : create())
                        .ifPresent(function -> functions.put(function.signature(), function));
            } else if (takes("drop")) {
                mentioned().ifPresent(function -> functions.remove(function.signature()));
            } else if (takes("alter")) {
                mentioned().ifPresent(function -> rename(function, functions));
            } else {
                at++;
            }
        }
    }

    private Optional<SqlFunction> create() {
        boolean procedure = is("procedure");
        if (!takes("function") && !takes("procedure")) {
            return Optional.empty();
        }
        Optional<String> name = name();
        if (name.isEmpty() || !is("(")) {
            return Optional.empty();
        }
        givesColumns = false;
        List<SqlArgument> arguments = arguments();
        String result = "";
        boolean window = false;
        while (at < words.size() && !is(";")) {
            if (takes("returns")) {
                result = result();
            } else {
                window |= is("window");
                at++;
            }
        }
        if (givesColumns && result.equals("setof record")) {
            result = "table";
        }
        return Optional.of(new SqlFunction(name.get(), kind(procedure), arguments, result, window, Optional.empty()));
    }

    private static SqlFunction.Kind kind(boolean procedure) {
        return procedure ? SqlFunction.Kind.PROCEDURE : SqlFunction.Kind.FUNCTION;
    }

    /** One with its arguments in parentheses, and none that orders its rows. */
    private Optional<SqlFunction> aggregate() {
        at++;
        Optional<String> name = name();
        boolean plain = name.isPresent()
                && is("(")
                && at + 2 < words.size()
                && !words.get(at + 2).equals("=")
                && !words.get(at + 1).equalsIgnoreCase("order");
        if (!plain) {
            return Optional.empty();
        }
        boolean any = words.get(at + 1).equals("*");
        int start = at;
        List<SqlArgument> arguments = arguments();
        boolean orders = words.subList(start, at).stream().anyMatch(word -> word.equalsIgnoreCase("order"));
        return orders
                ? Optional.empty()
                : Optional.of(new SqlFunction(
                        name.get(),
                        SqlFunction.Kind.AGGREGATE,
                        any ? List.of() : arguments,
                        "",
                        false,
                        Optional.empty()));
    }

    /** What {@code DROP} or {@code ALTER} is about; only its signature is known. */
    private Optional<SqlFunction> mentioned() {
        boolean procedure = is("procedure");
        if (!takes("function") && !takes("procedure")) {
            return Optional.empty();
        }
        if (takes("if")) {
            takes("exists");
        }
        Optional<String> name = name();
        return name.isPresent() && is("(")
                ? Optional.of(new SqlFunction(name.get(), kind(procedure), arguments(), "", false, Optional.empty()))
                : Optional.empty();
    }

    private void rename(SqlFunction mentioned, Map<String, SqlFunction> functions) {
        if (!takes("rename") || !takes("to") || at == words.size()) {
            return;
        }
        String name = words.get(at);
        Optional.ofNullable(functions.remove(mentioned.signature()))
                .map(function -> function.named(name))
                .ifPresent(function -> functions.put(function.signature(), function));
    }

    /** A name with its schema. */
    private Optional<String> name() {
        StringBuilder name = new StringBuilder();
        while (at < words.size() && !is("(") && !is(";")) {
            name.append(words.get(at++));
        }
        String found = name.toString();
        return found.matches("(\\w+|\"[^\"]+\")(\\.(\\w+|\"[^\"]+\"))?") ? Optional.of(found) : Optional.empty();
    }

    /** What stands in parentheses, which begin here. */
    private List<SqlArgument> arguments() {
        List<SqlArgument> arguments = new ArrayList<>();
        List<String> argument = new ArrayList<>();
        int depth = 0;
        do {
            String word = words.get(at++);
            int change = word.equals("(") || word.equals("[") ? 1 : word.equals(")") || word.equals("]") ? -1 : 0;
            depth += change;
            boolean ends = depth == 0 || depth == 1 && word.equals(",");
            if (ends) {
                argument(argument).ifPresent(arguments::add);
                argument.clear();
            } else if (depth > 1 || !word.equals("(")) {
                argument.add(word);
            }
        } while (depth > 0 && at < words.size());
        return arguments;
    }

    /** One argument; empty if a caller does not give it. */
    private Optional<SqlArgument> argument(List<String> written) {
        List<String> words = new ArrayList<>(written);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equalsIgnoreCase("default") || word.equals("=") || word.equals(":=")) {
                words = words.subList(0, i);
            }
        }
        String mode = words.isEmpty() ? "" : words.get(0).toLowerCase(Locale.ROOT);
        if (MODES.contains(mode)) {
            words = words.subList(1, words.size());
        }
        givesColumns |= mode.endsWith("out");
        if (words.isEmpty() || mode.equals("out")) {
            return Optional.empty();
        }
        if (words.size() > 1
                && isWord(words.get(0))
                && isWord(words.get(1))
                && !FIRST_OF_SEVERAL.contains(words.get(0).toLowerCase(Locale.ROOT))) {
            words = words.subList(1, words.size());
        }
        return Optional.of(new SqlArgument(type(words), mode.equals("variadic")));
    }

    /** A result's type; what {@code TABLE} lists is left out. */
    private String result() {
        if (takes("table")) {
            return "table";
        }
        boolean set = takes("setof");
        List<String> type = new ArrayList<>();
        while (at < words.size() && (type.isEmpty() || isWord(words.get(at)) && isOfType(words.get(at)) || isMark())) {
            type.add(words.get(at++));
        }
        return (set ? "setof " : "") + type(type);
    }

    private boolean isMark() {
        return is("[") || is("]") || is(".") || words.get(at - 1).equals(".");
    }

    /** Whether a word goes on with the type before it. */
    private static boolean isOfType(String word) {
        return Set.of("precision", "varying", "with", "without", "time", "zone")
                .contains(word.toLowerCase(Locale.ROOT));
    }

    private static String type(List<String> words) {
        StringBuilder type = new StringBuilder();
        int depth = 0;
        for (String word : words) {
            depth += word.equals("(") ? 1 : 0;
            if (depth == 0) {
                boolean separate =
                        type.length() > 0 && isWord(word) && Character.isLetterOrDigit(type.charAt(type.length() - 1));
                type.append(separate ? " " : "").append(word.startsWith("\"") ? word : word.toLowerCase(Locale.ROOT));
            }
            depth -= word.equals(")") ? 1 : 0;
        }
        return type.toString().replaceFirst("^pg_catalog\\.", "");
    }

    private static boolean isWord(String word) {
        return Character.isLetter(word.charAt(0)) || word.charAt(0) == '_' || word.charAt(0) == '"';
    }

    private boolean is(String word) {
        return at < words.size() && words.get(at).equalsIgnoreCase(word);
    }

    private boolean takes(String word) {
        if (!is(word)) {
            return false;
        }
        at++;
        return true;
    }
}
