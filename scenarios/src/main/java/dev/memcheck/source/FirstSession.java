package dev.memcheck.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a first session file for an extension: a window for each function that a plain call can test. */
public final class FirstSession {
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z_0-9]*");
    private static final int TIMES = 3;
    private static final int ROWS = 10;
    private static final String TIMEOUT = "5s";

    private final SampleValues samples;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> names = new HashMap<>();
    private int called;
    private int skipped;

    private FirstSession(SampleValues samples) {
        this.samples = samples;
    }

    /**
     * @param text of the session file
     * @param called how many functions it calls
     * @param skipped how many it names with the reason why it does not call them
     */
    public record Written(String text, int called, int skipped) {}

    public static Written of(ExtensionSource source) {
        return of(source, List.of());
    }

    /** @param backend what its server must have, in words of {@code \\backend} */
    public static Written of(ExtensionSource source, List<String> backend) {
        FirstSession session = new FirstSession(new SampleValues(source.tests()));
        session.line("-- A first session for the extension " + source.name()
                + ", written by memcheck init. Each window calls a");
        session.line("-- function " + TIMES
                + " times: what it leaves behind every time is a leak. Change the values to what matters, and");
        session.line("-- run it: memcheck run " + source.name()
                + ".mcs. What fails by intention is filled in by --record-expectations.");
        List<String> wanted = new ArrayList<>(backend);
        source.crate().filter(CargoCrate::shared).ifPresent(crate -> wanted.add("preload=" + source.name()));
        if (!wanted.isEmpty()) {
            session.line("\\backend " + String.join(" ", wanted));
        }
        session.line("CREATE EXTENSION IF NOT EXISTS " + identifier(source.name()) + " CASCADE;");
        source.schema().ifPresent(schema -> session.line("SET search_path = " + identifier(schema) + ", public;"));
        session.line("-- A call may wait for something that does not come.");
        session.line("\\timeout " + TIMEOUT);
        List<SqlFunction> functions = FunctionScanner.scan(source.scripts());
        session.samples.learn(functions);
        for (SqlFunction function : functions) {
            session.function(function);
        }
        return new Written(session.text.toString(), session.called, session.skipped);
    }

    private void function(SqlFunction function) {
        line("");
        Optional<String> obstacle = function.obstacle();
        if (obstacle.isPresent()) {
            skipped++;
            line("-- " + oneLine(function.signature()) + " " + obstacle.get());
            return;
        }
        called++;
        List<String> unknown = function.arguments().stream()
                .map(SqlArgument::type)
                .filter(type -> samples.of(type).isEmpty())
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            line("-- give " + oneLine(String.join(" and ", unknown))
                    + " a value: a strict function does nothing with NULL");
        }
        line("begin " + windowName(function));
        line("\\repeat " + TIMES);
        line("  " + call(function));
        line("\\endrepeat");
        line("end");
    }

    private String call(SqlFunction function) {
        String arguments = function.arguments().stream()
                .map(argument -> (argument.variadic() ? "VARIADIC " : "") + value(argument))
                .collect(Collectors.joining(", "));
        String call = function.name() + "(" + arguments + ");";
        if (function.procedure()) {
            return "CALL " + call;
        }
        if (function.kind() == SqlFunction.Kind.AGGREGATE) {
            return "SELECT " + function.name() + "(" + (arguments.isEmpty() ? "*" : arguments)
                    + ") FROM pg_catalog.generate_series(1, " + ROWS + ");";
        }
        return (function.returnsSet() ? "SELECT pg_catalog.count(*) FROM " : "SELECT ") + call;
    }

    private String value(SqlArgument argument) {
        return samples.of(argument.type()).orElse("NULL::" + argument.type());
    }

    /** Overloaded functions are told apart by a number. */
    private String windowName(SqlFunction function) {
        String name = function.name().replace("\"", "").replaceAll("\\W+", "_");
        int turn = names.merge(name, 1, Integer::sum);
        return identifier(turn == 1 ? name : name + "_" + turn);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String identifier(String name) {
        return PLAIN_NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
