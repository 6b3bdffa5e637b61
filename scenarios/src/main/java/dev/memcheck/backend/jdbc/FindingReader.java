package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.finding.ColumnReader;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Words;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.sql.SqlError;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Reads the rows of {@code ext_memcheck.judge()} and {@code ext_memcheck."end"()}. */
public final class FindingReader {
    /** The columns to ask for, in no particular order. */
    public static final String COLUMNS = FindingColumn.all(FindingColumn.Use.SQL).stream()
            .map(FindingColumn::name)
            .collect(Collectors.joining(", ", "", ", backend_pid"));

    /** Judges what was run since the last time, in the window that is open. */
    static final String OF_STATEMENT = "ext_memcheck.judge()";

    /** Asks that, and for nothing. */
    static final String NONE = OF_STATEMENT + " WHERE false";

    /** Closes the window. */
    static final String OF_WINDOW = "ext_memcheck.\"end\"()";

    /** Where this backend's findings are while {@code memcheck_mode} is on; a process id may have been another backend's. */
    static final String OF_MODE = "ext_memcheck.violations"
            + " WHERE backend_pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()"
            + " AND ts OPERATOR(pg_catalog.>=) (SELECT a.backend_start FROM pg_catalog.pg_stat_activity a"
            + " WHERE a.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid())";

    private static final String MODE = "pg_catalog.current_setting('pg_ext_memcheck.memcheck_mode', true)";

    /** Whether {@link #OF_MODE} can have anything: that costs the server some milliseconds, and is asked at the end of each session. */
    static boolean isModeOn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + MODE + " OPERATOR(pg_catalog.<>) 'none'")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Findings from one of these sources, worst first, and what the server warns of. */
    static WindowVerdict verdict(Connection connection, String source) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(of(source))) {
            List<Finding> findings = new ArrayList<>(all(rows));
            findings.sort(Finding.WORST_FIRST);
            List<SqlError> warnings = new ArrayList<>();
            for (SQLException at = statement.getWarnings(); at != null; at = at.getNextException()) {
                warnings.add(ServerErrors.of(at));
            }
            return new WindowVerdict(findings, warnings, Optional.empty(), Optional.empty());
        }
    }

    /** The query for findings from one of these. */
    static String of(String source) {
        return "SELECT " + COLUMNS + " FROM " + source;
    }

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
        Finding.Builder finding = Finding.builder();
        for (FindingColumn<?> column : FindingColumn.all(FindingColumn.Use.SQL)) {
            finding.read(column, new Cell(row, column.name()));
        }
        return finding.set(FindingColumn.SCENARIO_SESSION, scenarioSession).build();
    }

    /** One column of the row at which a result stands. */
    private record Cell(ResultSet row, String column) implements ColumnReader<SQLException> {
        @Override
        public <E extends Enum<E>> E word(Words<E> words) throws SQLException {
            String word = text();
            return words.of(word)
                    .orElseThrow(() -> new BackendUnavailableException("pg_ext_memcheck reports " + column + " '" + word
                            + "', which this memcheck does not know: use a shell and a pg_ext_memcheck of the same"
                            + " release"));
        }

        @Override
        public boolean flag() throws SQLException {
            return row.getBoolean(column);
        }

        @Override
        public String text() throws SQLException {
            return optionalText().orElse("");
        }

        @Override
        public Optional<String> optionalText() throws SQLException {
            return Optional.ofNullable(row.getString(column));
        }

        @Override
        public Optional<String> library() throws SQLException {
            return optionalText().map(Cell::libraryName);
        }

        private static String libraryName(String library) {
            String base = library.substring(library.lastIndexOf('/') + 1);
            return base.endsWith(".so") ? base.substring(0, base.length() - 3) : base;
        }

        @Override
        public List<String> texts() throws SQLException {
            Array array = row.getArray(column);
            if (array == null) {
                return List.of();
            }
            return Arrays.stream((String[]) array.getArray())
                    .map(element -> Objects.requireNonNullElse(element, ""))
                    .toList();
        }

        @Override
        public long number() throws SQLException {
            return row.getLong(column);
        }

        @Override
        public int times() throws SQLException {
            return Math.max(1, row.getInt(column));
        }

        @Override
        public OptionalInt optionalNumber() throws SQLException {
            int number = row.getInt(column);
            return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
        }

        @Override
        public OptionalDouble optionalDecimal() throws SQLException {
            double decimal = row.getDouble(column);
            return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(decimal);
        }

        @Override
        public Optional<NodeKey> node() throws SQLException {
            long key = row.getLong(column);
            return row.wasNull() ? Optional.empty() : Optional.of(new NodeKey(key));
        }
    }
}
