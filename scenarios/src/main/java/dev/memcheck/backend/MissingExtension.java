package dev.memcheck.backend;

import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;

/**
 * What to do in a database that does not have {@code pg_ext_memcheck}, by what its server has of it.
 *
 * @param preloaded whether all processes of the server have loaded the library
 * @param installed whether its files are there
 * @param shares whether sessions that load it for themselves find each other
 */
public record MissingExtension(boolean preloaded, boolean installed, boolean shares) {
    /** The setting is another kind where the library came later; the names of what is preloaded are not for everybody. */
    private static final String QUERY = "SELECT EXISTS (SELECT FROM pg_catalog.pg_extension"
            + " WHERE extname OPERATOR(pg_catalog.=) 'pg_ext_memcheck'), EXISTS (SELECT FROM pg_catalog.pg_settings"
            + " WHERE name OPERATOR(pg_catalog.=) 'pg_ext_memcheck.ring_size'"
            + " AND context OPERATOR(pg_catalog.=) 'postmaster'), EXISTS (SELECT FROM pg_catalog.pg_available_extensions"
            + " WHERE name OPERATOR(pg_catalog.=) 'pg_ext_memcheck'),"
            + " pg_catalog.current_setting('server_version_num')::pg_catalog.int4 OPERATOR(pg_catalog.>=) 170000";

    private static final String INSTALL =
            "It is not installed on this server: run make -C native-ext install on its machine, with its PG_CONFIG. ";
    private static final String CREATE = "CREATE EXTENSION pg_ext_memcheck";
    private static final String PRIMARY = " (of a standby, on its primary)";

    /**
     * Of the observer's database; empty if it has the extension.
     *
     * @throws BackendUnavailableException if the server cannot be asked
     */
    public static Optional<MissingExtension> in(Observer observer) {
        if (!(observer.ask(QUERY) instanceof StatementResult.Rows rows)) {
            return Optional.of(new MissingExtension(false, true, false));
        }
        List<Optional<String>> row = rows.rows().get(0);
        return isTrue(row.get(0))
                ? Optional.empty()
                : Optional.of(new MissingExtension(isTrue(row.get(1)), isTrue(row.get(2)), isTrue(row.get(3))));
    }

    private static boolean isTrue(Optional<String> cell) {
        return cell.equals(Optional.of("t"));
    }

    /** What a session needs for itself. */
    public static String howToCreate(boolean installed) {
        return (installed ? "" : INSTALL) + "Run " + CREATE + ", without a restart" + PRIMARY;
    }

    /**
     * What is needed for other processes.
     *
     * @param lacking what cannot be had without it
     */
    public String sentence(String lacking) {
        String missing = "this database does not have pg_ext_memcheck, without which " + lacking + ". ";
        if (preloaded) {
            return missing + "Its server has loaded the library: run " + CREATE + " in the database, without a restart"
                    + PRIMARY;
        }
        return missing + (installed ? "" : INSTALL)
                + "Put it into shared_preload_libraries, restart the server and run " + CREATE + PRIMARY
                + (shares
                        ? "; without a restart, session_preload_libraries brings it into the sessions that begin from then"
                                + " on"
                        : "");
    }
}
