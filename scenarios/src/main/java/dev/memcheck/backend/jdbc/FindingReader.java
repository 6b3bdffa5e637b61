package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Provenance;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.snapshot.NodeKey;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Reads the rows of {@code ext_memcheck.judge()} and {@code ext_memcheck."end"()}. */
public final class FindingReader {
    /** The columns to ask for, in no particular order. */
    public static final String COLUMNS =
            "check_type, severity, detail, source_lib, context_path, context_ident, node_key,"
                    + " bytes, count, bytes_per_call, occurrences, confirmed, symbol, source_file, source_line, stack,"
                    + " freed_stack, statement, provenance, backend_pid";

    /** Where this backend's findings are while {@code memcheck_mode} is on; a process id may have been another backend's. */
    static final String OF_MODE = "ext_memcheck.violations"
            + " WHERE pg_catalog.current_setting('pg_ext_memcheck.memcheck_mode', true) OPERATOR(pg_catalog.<>) 'none'"
            + " AND backend_pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()"
            + " AND ts OPERATOR(pg_catalog.>=) (SELECT a.backend_start FROM pg_catalog.pg_stat_activity a"
            + " WHERE a.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid())";

    private FindingReader() {}

    /**
     * @throws SQLException if the server refuses
     * @throws BackendUnavailableException if the extension speaks of what this version does not know
     */
    public static List<Finding> all(ResultSet rows) throws SQLException {
        return all(rows, List.of());
    }

    /**
     * As {@link #all(ResultSet)}, for a scenario: where it had several sessions, each finding says which of them had it.
     *
     * @param pids the processes of its sessions, in their order
     */
    public static List<Finding> all(ResultSet rows, List<Integer> pids) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        while (rows.next()) {
            int session = pids.size() > 1 ? pids.indexOf(rows.getInt("backend_pid")) + 1 : 0;
            findings.add(finding(rows, session > 0 ? OptionalInt.of(session) : OptionalInt.empty()));
        }
        return findings;
    }

    private static Finding finding(ResultSet row, OptionalInt scenarioSession) throws SQLException {
        String checkType = text(row, "check_type");
        double bytesPerCall = row.getDouble("bytes_per_call");
        boolean perCallKnown = !row.wasNull();
        long nodeKey = row.getLong("node_key");
        boolean nodeKnown = !row.wasNull();
        return new Finding(
                CheckType.ofLabel(checkType).orElseThrow(() -> unknown("check_type", checkType)),
                severity(text(row, "severity")),
                row.getBoolean("confirmed"),
                texts(row, "context_path"),
                text(row, "context_ident"),
                nodeKnown ? Optional.of(new NodeKey(nodeKey)) : Optional.empty(),
                row.getLong("bytes"),
                row.getLong("count"),
                perCallKnown ? OptionalDouble.of(bytesPerCall) : OptionalDouble.empty(),
                Math.max(1, row.getInt("occurrences")),
                site(row),
                texts(row, "freed_stack"),
                provenance(text(row, "provenance")),
                text(row, "statement"),
                text(row, "detail"),
                scenarioSession);
    }

    private static Site site(ResultSet row) throws SQLException {
        int line = row.getInt("source_line");
        return new Site(
                Optional.ofNullable(row.getString("source_lib")).map(FindingReader::libraryName),
                Optional.ofNullable(row.getString("symbol")),
                Optional.ofNullable(row.getString("source_file")),
                line > 0 ? OptionalInt.of(line) : OptionalInt.empty(),
                texts(row, "stack"));
    }

    private static String libraryName(String library) {
        String base = library.substring(library.lastIndexOf('/') + 1);
        return base.endsWith(".so") ? base.substring(0, base.length() - 3) : base;
    }

    private static Severity severity(String text) {
        try {
            return Severity.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw unknown("severity", text);
        }
    }

    private static Provenance provenance(String text) {
        try {
            return text.isEmpty() ? Provenance.UNKNOWN : Provenance.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException aNewerWord) {
            return Provenance.UNKNOWN;
        }
    }

    private static BackendUnavailableException unknown(String column, String value) {
        return new BackendUnavailableException("pg_ext_memcheck reports " + column + " '" + value
                + "', which this memcheck does not know: use a shell and a pg_ext_memcheck of the same release");
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return List.of();
        }
        return Arrays.stream((String[]) array.getArray())
                .map(element -> Objects.requireNonNullElse(element, ""))
                .toList();
    }
}
