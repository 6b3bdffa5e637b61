package dev.memcheck.backend.jdbc;

import dev.memcheck.sql.SqlError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.QueryExecutor;

/**
 * What {@code COPY ... TO STDOUT} sends, which the driver takes in another way than rows. Which way it is has to be known
 * before the statement is sent.
 */
final class CopyOutput {
    /** What may hold any words: strings, quoted names and comments. Nested comments and E'' are not worth their room. */
    private static final Pattern QUOTED =
            Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|--[^\\n]*|/\\*.*?\\*/|(\\$\\w*\\$).*?\\1", Pattern.DOTALL);

    private static final Pattern PARENTHESIZED = Pattern.compile("\\([^()]*\\)");
    private static final Pattern TO_STDOUT =
            Pattern.compile("\\s*COPY\\s.*\\sTO\\s+STDOUT\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final List<SqlError> notices = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** Whether a statement copies to the client. Who writes it in an unheard-of way gets the driver's refusal. */
    static boolean isMeantBy(String sql) {
        if (!sql.stripLeading().regionMatches(true, 0, "COPY", 0, 4)) {
            return false;
        }
        String outside = QUOTED.matcher(sql).replaceAll(" x ");
        String inside = "";
        while (!outside.equals(inside)) {
            inside = outside;
            outside = PARENTHESIZED.matcher(outside).replaceAll(" x ");
        }
        return TO_STDOUT.matcher(outside).matches();
    }

    List<SqlError> notices() {
        return notices;
    }

    /**
     * Runs the statement and takes all that it sends.
     *
     * @return how many rows were copied
     * @throws SQLException if the server refuses, or is lost
     */
    long take(QueryExecutor executor, String sql) throws SQLException {
        try {
            CopyOperation operation = executor.startCopy(sql, true);
            if (!(operation instanceof CopyOut out)) {
                operation.cancelCopy();
                throw new SQLException("CopyManager is not for this statement", "0A000");
            }
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                text.append(text(executor, row));
            }
            return out.getHandledRowCount();
        } finally {
            for (SQLWarning warning = executor.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                notices.add(ServerErrors.of(warning));
            }
        }
    }

    /** The lines as they came. */
    List<String> lines() {
        return text.toString().lines().toList();
    }

    private static String text(QueryExecutor executor, byte[] bytes) {
        try {
            return executor.getEncoding().decode(bytes);
        } catch (IOException binaryOrBroken) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
