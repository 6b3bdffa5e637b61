package dev.memcheck.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What measures one function: calls one after another, calls for many rows, and calls with input of all sizes. Each number is
 * compared with one that is saved, so that a run that records has it.
 *
 * @param name of its window, as an identifier
 * @param values of its arguments
 */
record ContractWindow(String name, SqlFunction function, List<String> values) {
    /** How much more than was measured a contract allows, as its head says. */
    static final List<String> MARGINS = List.of(
            "per_call: bytes that each call keeps; twice what was measured, and 0 where that was nothing.",
            "peak_per_row: twice what was measured, and at least 256 bytes. growth: 0.3 more, and at least 1.3.",
            "Where a call is meant to use more, change the number, or write the contract anew.");

    static final int ROWS = 1000;

    private static final int CALLS = 10;
    private static final int WARMUP = 3;

    /** Types that text of any size is a value of, or that the server's own arrays and JSON are. */
    private static final Set<String> SIZED =
            Set.of("text", "varchar", "character varying", "json", "jsonb", "text[]", "int[]", "integer[]", "int4[]");

    /**
     * A statement that calls it for each of many rows. The first argument depends on the row, so that the call is not
     * made once for all of them.
     *
     * @param guessed whether the call has the sample values
     * @param call as it is made once
     */
    Optional<String> rows(boolean guessed, String call) {
        if (function.procedure()) {
            return Optional.empty();
        }
        if (function.returnsSet()) {
            return Optional.of(call.replace("SELECT pg_catalog.count(*) FROM ", "SELECT * FROM "));
        }
        boolean aggregate = function.kind() == SqlFunction.Kind.AGGREGATE;
        if (!guessed) {
            return aggregate ? Optional.empty() : Optional.of(over(call.substring(0, call.length() - 1)));
        }
        if (aggregate && values.isEmpty()) {
            return Optional.of(over("SELECT " + function.name() + "(*)"));
        }
        boolean plain = !values.isEmpty() && !function.arguments().get(0).takesArray();
        return Optional.of(over(
                "SELECT " + callWith(plain ? 0 : -1, "CASE WHEN n > 0 THEN " + (plain ? values.get(0) : "") + " END")));
    }

    private static String over(String select) {
        return select + " FROM pg_catalog.generate_series(1, " + ROWS + ") n;";
    }

    /** The workload that gives it input of all sizes; empty if none of its arguments takes such. */
    private Optional<String> sized() {
        if (function.procedure() || function.kind() == SqlFunction.Kind.AGGREGATE) {
            return Optional.empty();
        }
        for (int i = 0; i < values.size(); i++) {
            SqlArgument argument = function.arguments().get(i);
            if (SIZED.contains(argument.type()) && !argument.variadic()) {
                String call = callWith(i, ":payload::" + argument.type());
                return Optional.of((function.returnsSet() ? "SELECT pg_catalog.count(*) FROM " : "SELECT ") + call);
            }
        }
        return Optional.empty();
    }

    private String callWith(int place, String value) {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String variadic = function.arguments().get(i).takesArray() ? "VARIADIC " : "";
            given.add(variadic + (i == place ? value : values.get(i)));
        }
        return function.name() + "(" + String.join(", ", given) + ")";
    }

    /** @param rows the statement for many rows, if there is one */
    List<String> lines(String call, Optional<String> rows) {
        List<String> lines = new ArrayList<>();
        String saved = " no worse than '" + name.replace("'", "''") + "'";
        lines.add("\\warmup " + WARMUP + " " + call);
        rows.ifPresent(statement -> lines.add("\\warmup 1 " + statement));
        lines.add("begin " + name);
        lines.add("\\repeat " + CALLS);
        lines.add("  " + call);
        lines.add("\\endrepeat");
        lines.add("\\expect per_call" + saved);
        rows.ifPresent(statement -> {
            lines.add(statement);
            boolean aggregate = function.kind() == SqlFunction.Kind.AGGREGATE;
            lines.add("\\expect peak_per_row" + saved + (aggregate ? " -- over " + ROWS : ""));
        });
        lines.add("end");
        sized().ifPresent(workload -> {
            lines.add("\\scenario payload_sweep iterations=1 workload='" + workload.replace("'", "''") + "'");
            lines.add("\\set measured");
            lines.add("\\expect growth" + saved);
        });
        return lines;
    }
}
