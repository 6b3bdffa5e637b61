package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;

/**
 * The files of a private cluster as they are now, taken while its server runs: a base backup by hand. Whoever starts a
 * server from it takes the files over.
 */
final class ClusterCopy {
    private static final String LABEL = "memcheck";

    private ClusterCopy() {}

    /**
     * Makes the copy.
     *
     * @param connection to the cluster's server as its superuser
     * @param copy a directory that is not there yet
     * @return the copy, a template as {@code supervise.sh} takes it
     * @throws BackendUnavailableException if it cannot be made; the message says why
     */
    static Path make(ServerAccount account, BaseConnection connection, Path data, Path copy) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_backup_start('" + LABEL + "', true)");
            run(account, "data", data, copy, "");
            try (ResultSet stopped = statement.executeQuery("SELECT labelfile FROM pg_catalog.pg_backup_stop(false)")) {
                stopped.next();
                run(account, "finish", data, copy, stopped.getString(1));
            }
            return copy;
        } catch (SQLException e) {
            throw new BackendUnavailableException("the server cannot be copied: " + e.getMessage(), e);
        }
    }

    private static void run(ServerAccount account, String step, Path data, Path copy, String label) {
        ExternalCommand done = ExternalCommand.run(
                account.command("sh", "-s", step, data.toString(), copy.toString(), label),
                Script.text("copy-cluster.sh"));
        if (!done.succeeded()) {
            throw new BackendUnavailableException("the server's files cannot be copied: " + done.output());
        }
    }
}
