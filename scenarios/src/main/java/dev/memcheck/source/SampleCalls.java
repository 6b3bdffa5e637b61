package dev.memcheck.source;

import dev.memcheck.script.SqlScanner;
import dev.memcheck.script.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The arguments with which regression files call functions, where each is a value that is written out, with its type or without. */
final class SampleCalls {
    private static final int MOST_OF_ONE = 4;
    private static final Set<String> VALUES = Set.of("null", "true", "false");

    private final Map<String, Set<List<String>>> calls = new HashMap<>();

    SampleCalls(List<String> tests) {
        tests.forEach(this::learn);
    }

    /** Lists of arguments for a function, in the order of the files. */
    List<String> of(SqlFunction function) {
        return calls.getOrDefault(plain(function.name()), Set.of()).stream()
                .filter(arguments -> arguments.size() == function.arguments().size())
                .limit(MOST_OF_ONE)
                .map(arguments -> String.join(", ", arguments))
                .toList();
    }

    private void learn(String test) {
        List<Token> tokens = SqlScanner.scan(test).stream()
                .filter(token -> !token.isTrivia())
                .toList();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean name = tokens.get(i).kind() == Token.Kind.IDENTIFIER;
            if (name && tokens.get(i + 1).in(test).equals("(")) {
                List<String> arguments = arguments(tokens, i + 2, test);
                if (!arguments.isEmpty()) {
                    calls.computeIfAbsent(plain(tokens.get(i).in(test)), unused -> new LinkedHashSet<>())
                            .add(arguments);
                }
            }
        }
    }

    /** As far as the closing parenthesis; none if something else than values stands between. */
    private static List<String> arguments(List<Token> tokens, int from, String test) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        for (int i = from; i < tokens.size(); i++) {
            String text = tokens.get(i).in(test);
            boolean cast = i > from && tokens.get(i - 1).in(test).equals("::");
            if (text.equals(")") || text.equals(",")) {
                if (argument.isEmpty()) {
                    return List.of();
                }
                arguments.add(argument.toString());
                argument.setLength(0);
                if (text.equals(")")) {
                    return arguments;
                }
            } else if (isValue(tokens.get(i), text) || text.equals("::") || text.equals("-") || cast) {
                argument.append(text);
            } else {
                return List.of();
            }
        }
        return List.of();
    }

    private static boolean isValue(Token token, String text) {
        return token.kind() == Token.Kind.NUMBER
                || token.kind() == Token.Kind.STRING && token.closed() && text.indexOf('\n') < 0
                || VALUES.contains(text.toLowerCase(Locale.ROOT));
    }

    private static String plain(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.startsWith("\"") ? last.replace("\"", "") : last.toLowerCase(Locale.ROOT);
    }
}
