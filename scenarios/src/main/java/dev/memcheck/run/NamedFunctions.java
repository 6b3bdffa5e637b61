package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Functions of extensions that a statement names. What its text does not tell, as triggers, operators and what a function calls
 * itself, is not among them.
 */
final class NamedFunctions {
    private static final Pattern CALL = Pattern.compile("([\\p{Alpha}_][\\p{Alnum}_$]*)\"?\\s*\\(");
    private static final int MOST = 5;

    private static final String OF_EXTENSIONS =
            "SELECT DISTINCT pg_catalog.format('%%s() of %%s', p.proname, e.extname) FROM pg_catalog.pg_proc p"
                    + " JOIN pg_catalog.pg_depend d ON d.objid OPERATOR(pg_catalog.=) p.oid"
                    + " AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass"
                    + " AND d.deptype OPERATOR(pg_catalog.=) 'e'"
                    + " JOIN pg_catalog.pg_extension e ON e.oid OPERATOR(pg_catalog.=) d.refobjid"
                    + " WHERE p.proname OPERATOR(pg_catalog.=) ANY ('{%s}'::pg_catalog.name[]) ORDER BY 1 LIMIT "
                    + MOST;

    private NamedFunctions() {}

    /** As the end of a sentence about a run of the statement; empty if it names none, or the server cannot be asked now. */
    static String words(Backend backend, String sql) {
        String names = CALL.matcher(sql)
                .results()
                .map(MatchResult::group)
                .map(call -> call.replaceAll("[\"\\s(]", "").toLowerCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.joining(","));
        if (names.isEmpty()
                || backend.transactionState() != TransactionState.IDLE
                || !(backend.execute(String.format(Locale.ROOT, OF_EXTENSIONS, names))
                        instanceof StatementResult.Rows rows)
                || rows.rows().isEmpty()) {
            return "";
        }
        return rows.rows().stream()
                .flatMap(row -> row.get(0).stream())
                .collect(Collectors.joining(", ", ", of a statement that names ", ""));
    }
}
