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
    private static final String TESTS = "tests.";

    /** Not {@code BEGIN}, which opens a window. */
    private static final String BEGIN = "BEGIN TRANSACTION;";

    private static final String TIMEOUT = "5s";

    private final SampleValues samples;
    private final SampleCalls calls;
    private final TestExamples examples;
    private final String path;
    private final boolean ofCrate;
    private final Optional<CallTrial> trial;
    private final Form form;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> names = new HashMap<>();
    private int called;
    private int failing;
    private int skipped;

    /** What it is written for. */
    public enum Form {
        /** A person goes on with it. */
        SESSION,
        /** It is run once to measure, and what it measured becomes the contract. */
        CONTRACT
    }

    private FirstSession(ExtensionSource source, Optional<CallTrial> trial, Form form) {
        this.form = form;
        List<String> tests = source.tests();
        this.samples = new SampleValues(tests);
        this.calls = new SampleCalls(tests);
        this.examples = new TestExamples(tests);
        this.path = path(source);
        this.ofCrate = source.crate().isPresent();
        this.trial = trial;
    }

    /**
     * @param text of the session file
     * @param called how many functions it calls
     * @param failing how many of these fail with each value that was tried
     * @param skipped how many it names with the reason why it does not call them
     */
    public record Written(String text, int called, int failing, int skipped) {
        /** In a sentence. */
        public String words() {
            return called + (called == 1 ? " function" : " functions") + " called"
                    + (failing == 0 ? "" : ", " + failing + " of them only as errors")
                    + (skipped == 0 ? "" : ", " + skipped + " not called, with the reason");
        }
    }

    public static Written of(ExtensionSource source) {
        return of(source, List.of(), Optional.empty(), Form.SESSION);
    }

    static Written of(ExtensionSource source, List<String> backend, Optional<CallTrial> trial) {
        return of(source, backend, trial, Form.SESSION);
    }

    /**
     * @param backend what its server must have, in words of {@code \\backend}
     * @param trial tries each call, so that one that fails is known as such; empty if nothing can
     */
    public static Written of(ExtensionSource source, List<String> backend, Optional<CallTrial> trial, Form form) {
        FirstSession session = new FirstSession(source, trial, form);
        List<SqlFunction> functions = FunctionScanner.scan(source.scripts());
        session.samples.learn(functions);
        for (SqlFunction function : functions) {
            session.function(function);
        }
        Written body = new Written(session.text.toString(), session.called, session.failing, session.skipped);
        session.text.setLength(0);
        session.head(source, backend, body.words());
        return new Written(session.text + body.text(), body.called(), body.failing(), body.skipped());
    }

    private void head(ExtensionSource source, List<String> backend, String summary) {
        if (form == Form.CONTRACT) {
            line("-- What the functions of " + source.name() + " " + source.version()
                    + " may use, as memcheck contract measured it.");
            ContractWindow.MARGINS.forEach(margin -> line("-- " + margin));
        } else {
            line("-- A first session for the extension " + source.name()
                    + ", written by memcheck init. Each window calls a");
            line("-- function " + TIMES
                    + " times: what it leaves behind every time is a leak. Change the values to what matters, and");
            line("-- run it: memcheck run " + source.name()
                    + ".mcs. What fails by intention is filled in by --record-expectations.");
        }
        line("-- " + summary + (trial.isPresent() ? "." : "; none was tried."));
        List<String> wanted = new ArrayList<>(backend);
        String own = "preload=" + source.name();
        source.crate()
                .filter(CargoCrate::shared)
                .filter(crate -> !wanted.contains(own))
                .ifPresent(crate -> wanted.add(own));
        if (!wanted.isEmpty()) {
            line("\\backend " + String.join(" ", wanted));
        }
        setup(source).forEach(this::line);
        line("-- A call may wait for something that does not come.");
        line("\\timeout " + TIMEOUT);
    }

    /** The statements before the first call. */
    public static List<String> setup(ExtensionSource source) {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE EXTENSION IF NOT EXISTS " + identifier(source.name()) + " CASCADE;");
        source.schema().ifPresent(unused -> statements.add("SET search_path = " + path(source) + ";"));
        return statements;
    }

    private static String path(ExtensionSource source) {
        return source.schema().map(schema -> identifier(schema) + ", ").orElse("") + "public";
    }

    private void function(SqlFunction function) {
        line("");
        Optional<String> obstacle = function.obstacle();
        List<String> unknown = function.arguments().stream()
                .map(SqlArgument::type)
                .filter(type -> samples.of(type).isEmpty())
                .distinct()
                .toList();
        Tried tried = obstacle.isPresent() ? new Tried("", Optional.empty()) : tried(function, unknown.isEmpty());
        if (tried.ends(CallTrial.End.WAITS)) {
            obstacle = Optional.of(
                    "had not ended after " + TIMEOUT + ": it may wait for something that another session does");
        }
        if (tried.ends(CallTrial.End.DROPS)) {
            obstacle = Optional.of(oneLine(tried.answer().get().message()) + ", which the next calls need");
        }
        boolean isBad =
                tried.ends(CallTrial.End.ERROR) || tried.ends(CallTrial.End.UNSURE) || tried.ends(CallTrial.End.ONCE);
        if (form == Form.CONTRACT && obstacle.isEmpty() && isBad) {
            obstacle = Optional.of(
                    "fails with what was tried: " + oneLine(tried.answer().get().message()));
        }
        boolean isNull = !unknown.isEmpty() && tried.call().equals(call(function, guessed(function)));
        if (form == Form.CONTRACT && obstacle.isEmpty() && isNull) {
            obstacle = Optional.of("needs a value of " + oneLine(String.join(" and ", unknown))
                    + ": a strict function does nothing with NULL, so that every bound would hold");
        }
        if (obstacle.isPresent()
                && trial.isPresent()
                && form == Form.SESSION
                && example(function, obstacle.get(), trial.get())) {
            called++;
            return;
        }
        if (obstacle.isPresent()) {
            skipped++;
            line("-- " + oneLine(function.signature()) + " " + obstacle.get());
            return;
        }
        called++;
        if (isNull) {
            line("-- give " + oneLine(String.join(" and ", unknown))
                    + " a value: a strict function does nothing with NULL");
        }
        boolean fails = tried.ends(CallTrial.End.ERROR);
        if (fails || tried.ends(CallTrial.End.UNSURE)) {
            line("-- " + (fails ? "fails with what was tried: " : "when it was tried: ")
                    + oneLine(tried.answer().get().message()));
        }
        if (tried.ends(CallTrial.End.ONCE)) {
            line("-- good once, then: " + oneLine(tried.answer().get().message()));
        }
        failing += fails ? 1 : 0;
        if (form == Form.CONTRACT && !isTest(function)) {
            contract(function, tried.call());
            return;
        }
        int times = tried.ends(CallTrial.End.ONCE) ? 1 : TIMES;
        window(
                function,
                tried.call(),
                times,
                fails ? Optional.of(tried.answer().get().state()) : Optional.empty());
    }

    private void contract(SqlFunction function, String call) {
        List<String> values = function.arguments().stream().map(this::value).toList();
        ContractWindow window = new ContractWindow(windowName(function), function, values);
        boolean guessed = call.equals(call(function, guessed(function)));
        Optional<String> rows =
                window.rows(guessed, call).filter(statement -> trial.isEmpty() || isGood(trial.get(), statement));
        window.lines(call, rows).forEach(this::line);
    }

    /** @param error that each run of the statement ends with */
    private void window(SqlFunction function, String statement, int times, Optional<String> error) {
        line("begin " + windowName(function));
        if (times > 1) {
            line("\\repeat " + times);
        }
        if (isTest(function)) {
            line("  " + BEGIN);
        }
        line("  " + statement);
        error.ifPresent(state -> line("  \\expect error '" + state + "'"));
        if (isTest(function)) {
            line("  ROLLBACK;");
        }
        if (times > 1) {
            line("\\endrepeat");
        }
        line("end");
    }

    /** Whether it is a {@code #[pg_test]}: what it changes is rolled back, as {@code cargo pgrx test} does. */
    private boolean isTest(SqlFunction function) {
        return ofCrate && function.name().replace("\"", "").startsWith(TESTS);
    }

    private CallTrial.Answer answer(CallTrial server, SqlFunction function, String call) {
        if (!isTest(function)) {
            return server.of(call, TIMES);
        }
        server.of(BEGIN, 1);
        CallTrial.Answer answer = server.of(call, 1);
        server.of("ROLLBACK;", 1);
        return answer;
    }

    /** Writes how its tests use it, in a schema of its own, if one of the ways is good. */
    private boolean example(SqlFunction function, String obstacle, CallTrial server) {
        for (TestExamples.Example example : examples.of(function)) {
            String schema = identifier("example_of_" + plain(function));
            List<String> ready = new ArrayList<>(
                    List.of("CREATE SCHEMA " + schema + ";", "SET search_path = " + schema + ", " + path + ";"));
            if (!ready.stream().allMatch(statement -> isGood(server, statement))) {
                return false;
            }
            example.before().stream()
                    .map(statement -> statement + ";")
                    .filter(statement -> isGood(server, statement))
                    .forEach(ready::add);
            String statement = example.statement() + ";";
            boolean good = server.of(statement, TIMES).end() == CallTrial.End.GOOD;
            String back = "SET search_path = " + path + ";";
            isGood(server, back);
            if (good) {
                line("-- " + oneLine(function.signature()) + " " + obstacle + ". As its tests do it:");
                ready.forEach(this::line);
                window(function, statement, TIMES, Optional.empty());
                line(back);
                return true;
            }
            isGood(server, "DROP SCHEMA " + schema + " CASCADE;");
        }
        return false;
    }

    private static boolean isGood(CallTrial server, String statement) {
        return server.of(statement, 1).end() == CallTrial.End.GOOD;
    }

    /** A call that is written, and how it ended if it was tried. */
    private record Tried(String call, Optional<CallTrial.Answer> answer) {
        boolean ends(CallTrial.End end) {
            return answer.filter(told -> told.end() == end).isPresent();
        }
    }

    /** The first that is good, with sample values or as the regression files call it; the one with sample values if none is. */
    private Tried tried(SqlFunction function, boolean guessable) {
        String guess = call(function, guessed(function));
        if (trial.isEmpty()) {
            return new Tried(guess, Optional.empty());
        }
        List<String> candidates = new ArrayList<>(List.of(guess));
        // A strict function does nothing with NULL, so what the tests have is better then.
        calls.of(function)
                .forEach(arguments -> candidates.add(
                        guessable ? candidates.size() : candidates.size() - 1, call(function, arguments)));
        Optional<Tried> guessed = Optional.empty();
        for (String candidate : candidates) {
            Tried next = new Tried(candidate, Optional.of(answer(trial.get(), function, candidate)));
            guessed = candidate.equals(guess) ? Optional.of(next) : guessed;
            boolean isLast = candidate.equals(guess) && !next.ends(CallTrial.End.ERROR);
            if (isLast || next.ends(CallTrial.End.GOOD)) {
                return next;
            }
        }
        return guessed.get();
    }

    private String guessed(SqlFunction function) {
        return function.arguments().stream()
                .map(argument -> (argument.takesArray() ? "VARIADIC " : "") + value(argument))
                .collect(Collectors.joining(", "));
    }

    private static String call(SqlFunction function, String arguments) {
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
        String name = plain(function);
        int turn = names.merge(name, 1, Integer::sum);
        return identifier(turn == 1 ? name : name + "_" + turn);
    }

    private static String plain(SqlFunction function) {
        return function.name().replace("\"", "").replaceAll("\\W+", "_");
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
