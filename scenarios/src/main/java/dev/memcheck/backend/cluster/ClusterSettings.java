package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration file of a private cluster. Autovacuum is off so that what is observed is the subject's doing alone.
 * Nothing is forced to disk, but commits are still written out: a subject that crashes the server must not take the
 * statements before it along.
 */
final class ClusterSettings {
    /** One for each session of a scenario that has the most, and some for what the server and the subject start. */
    private static final String WORKERS = "80";

    /** In bytes; the system leaves 107 for all of a socket's path, and the file's name takes some. */
    private static final int LONGEST_DIRECTORY = 85;

    private ClusterSettings() {}

    /**
     * @throws BackendUnavailableException if a setting of the user's is memcheck's own business, or no setting at all
     */
    static void check(Map<String, String> settings) {
        for (String name : settings.keySet()) {
            String plain = name.toLowerCase(Locale.ROOT);
            if (!plain.matches("[a-z_][a-z0-9_$]*(\\.[a-z_][a-z0-9_$]*)?")) {
                throw new BackendUnavailableException(
                        "'" + name + "' is no name of a setting, expected name=value, as in work_mem=64kB");
            }
            if (plain.equals("shared_preload_libraries")) {
                throw new BackendUnavailableException(
                        "shared_preload_libraries cannot be set on a private backend: use --preload LIBRARY");
            }
            if (PrivateClusterOptions.isOwnSetting(plain)) {
                throw new BackendUnavailableException("setting " + plain + " of a private backend is memcheck's own:"
                        + " leave it out, or connect to a server of yours with -h, -p, -U and -d");
            }
        }
    }

    /**
     * The file's text.
     *
     * @param directory of the cluster, which nobody else may enter
     */
    static String text(Path directory, int port, PrivateClusterOptions options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("fsync", "off");
        all.put("full_page_writes", "off");
        all.put("max_wal_size", "1GB");
        all.put("autovacuum", "off");
        all.put("max_worker_processes", WORKERS);
        all.put("pg_ext_memcheck.track_shmem", "on");
        all.putAll(options.settings());
        all.put("shared_preload_libraries", String.join(",", options.preload()));
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(port));
        all.put("hba_file", directory.resolve("memcheck.hba").toString());
        all.put(
                "unix_socket_directories",
                socketDirectory(directory, options).map(Path::toString).orElse(""));
        all.put("logging_collector", "off");
        all.put("log_destination", "stderr");
        all.put("log_line_prefix", ClusterLog.LINE_PREFIX);
        StringBuilder text = new StringBuilder(
                "include " + quoted(directory.resolve("data/postgresql.conf").toString()) + "\n");
        all.forEach((name, value) ->
                text.append(name).append(" = ").append(quoted(value)).append('\n'));
        return text.toString();
    }

    /**
     * Where the socket is, if its path is not too long for one, and is no list. Our own connections need no password there. What the server runs looks
     * for a server in the cluster's directory, and is to find one there only if that was asked for.
     */
    static Optional<Path> socketDirectory(Path directory, PrivateClusterOptions options) {
        return Optional.of(options.socket() ? directory : directory.resolve("own"))
                .filter(place -> isForSocket(place.toString()));
    }

    private static boolean isForSocket(String place) {
        return place.indexOf(',') < 0
                && place.indexOf('"') < 0
                && place.getBytes(StandardCharsets.UTF_8).length <= LONGEST_DIRECTORY;
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n") + "'";
    }
}
