package dev.memcheck.backend.cluster;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a suite is about, as the database has it now.
 *
 * @param subject what its directory tells
 * @param created those of its extensions that exist
 * @param libraries of its extensions' functions, and those that the directory tells
 */
record SubjectLookup(RegressionSubject subject, Set<String> created, Set<String> libraries) {
    private static final String QUERY = "SELECT e.extname, p.probin FROM pg_catalog.pg_extension e"
            + " LEFT JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass"
            + " AND d.refobjid = e.oid AND d.deptype = 'e' AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass"
            + " LEFT JOIN pg_catalog.pg_proc p ON p.oid = d.objid GROUP BY 1, 2";

    static SubjectLookup of(RegressionSubject subject, Connection observer) throws SQLException {
        Set<String> created = new HashSet<>();
        Set<String> libraries = new HashSet<>(subject.libraries());
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                if (subject.extensions().contains(rows.getString(1))) {
                    created.add(rows.getString(1));
                    Optional.ofNullable(rows.getString(2))
                            .map(RegressionSubject::libraryOf)
                            .ifPresent(libraries::add);
                }
            }
        }
        return new SubjectLookup(subject, created, libraries);
    }

    /**
     * Whether it was in the backend of a file: one of its libraries, or, if it has none, the extension in the database. Empty if
     * that cannot be told.
     */
    Optional<Boolean> seen(BackendLibraries backend, List<String> sent, FailedStatements failed) {
        if (subject.extensions().isEmpty() && libraries.isEmpty()) {
            return Optional.empty();
        }
        if (libraries.isEmpty()) {
            return Optional.of(!created.isEmpty()
                    || subject.extensions().stream().anyMatch(name -> RegressionEvidence.created(name, sent, failed)));
        }
        if (backend.names().isEmpty()) {
            return Optional.empty();
        }
        if (libraries.stream().anyMatch(backend.names().get()::contains)) {
            return Optional.of(true);
        }
        return backend.only() ? Optional.of(false) : Optional.empty();
    }
}
