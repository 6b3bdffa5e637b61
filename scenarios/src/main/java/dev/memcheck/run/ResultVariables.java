package dev.memcheck.run;

import dev.memcheck.script.Variables;
import dev.memcheck.sql.StatementResult;

/** Keeps the variables that tell of the latest statement, as psql has them: ERROR, SQLSTATE, ROW_COUNT, LAST_ERROR_... */
public final class ResultVariables extends SilentListener {
    private static final String NO_ERROR = "00000";
    private static final String LAST_MESSAGE = "LAST_ERROR_MESSAGE";
    private static final String LAST_STATE = "LAST_ERROR_SQLSTATE";

    private final Variables variables;

    public ResultVariables(Variables variables) {
        this.variables = variables;
    }

    @Override
    public void statementDone(StatementReport report) {
        StatementResult result = report.result();
        boolean failed = result instanceof StatementResult.Failed;
        String state = NO_ERROR;
        if (result instanceof StatementResult.Failed failure) {
            state = failure.error().sqlState();
            variables.set(LAST_MESSAGE, failure.error().message());
            variables.set(LAST_STATE, state);
        } else if (variables.get(LAST_STATE).isEmpty()) {
            variables.set(LAST_MESSAGE, "");
            variables.set(LAST_STATE, NO_ERROR);
        }
        variables.set("ERROR", failed ? "true" : "false");
        variables.set("SQLSTATE", state);
        variables.set("ROW_COUNT", Long.toString(rows(result)));
    }

    private static long rows(StatementResult result) {
        return result.accept(new StatementResult.Visitor<Long>() {
            @Override
            public Long rows(StatementResult.Rows rows) {
                return rows.count();
            }

            /** The tag ends with the number if there is one. */
            @Override
            public Long done(StatementResult.Done done) {
                String last = done.tag().substring(done.tag().lastIndexOf(' ') + 1);
                return last.matches("[0-9]{1,18}") ? Long.parseLong(last) : 0;
            }

            @Override
            public Long copied(StatementResult.Copied copied) {
                return copied.rows();
            }

            @Override
            public Long failed(StatementResult.Failed failure) {
                return 0L;
            }
        });
    }
}
