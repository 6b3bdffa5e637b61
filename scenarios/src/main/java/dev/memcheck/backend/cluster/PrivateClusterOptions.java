package dev.memcheck.backend.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a private cluster is to be.
 *
 * @param pgConfig the {@code pg_config} of the server to use; otherwise one is looked for
 * @param preload libraries for {@code shared_preload_libraries}, in that order
 * @param settings further settings by name
 * @param keep whether server and directory stay when the shell ends
 * @param runAs account to run the server under if the shell runs as root; otherwise one is looked for
 * @param scratch directory for the cluster; otherwise TMPDIR or {@code /tmp}
 * @param socket whether its Unix socket is where what it runs looks for a server, and takes all users without a password
 */
public record PrivateClusterOptions(
        Optional<Path> pgConfig,
        List<String> preload,
        Map<String, String> settings,
        boolean keep,
        Optional<String> runAs,
        Optional<Path> scratch,
        boolean socket) {
    /** The library of the extension {@code pg_ext_memcheck}. */
    public static final String EXTENSION = "pg_ext_memcheck";

    private static final Set<String> OURS = Set.of(
            "config_file",
            "data_directory",
            "hba_file",
            "listen_addresses",
            "log_destination",
            "log_line_prefix",
            "logging_collector",
            "port",
            "unix_socket_directories");

    public PrivateClusterOptions {
        preload = List.copyOf(preload);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Whether a setting of the server is memcheck's own, so that nobody else sets it. */
    public static boolean isOwnSetting(String name) {
        return OURS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** With the extension, and with what the environment says in PG_CONFIG, MEMCHECK_RUN_AS and TMPDIR. */
    public static PrivateClusterOptions fromEnvironment() {
        return new PrivateClusterOptions(
                variable("PG_CONFIG").map(Path::of),
                List.of(EXTENSION),
                Map.of(),
                false,
                variable("MEMCHECK_RUN_AS"),
                variable("TMPDIR").map(Path::of),
                false);
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    public PrivateClusterOptions withPgConfig(Path path) {
        return new PrivateClusterOptions(Optional.of(path), preload, settings, keep, runAs, scratch, socket);
    }

    /** One more library, after those that there are; one that is there already comes behind them. */
    public PrivateClusterOptions withPreload(String library) {
        List<String> more = new ArrayList<>(preload);
        more.remove(library);
        more.add(library);
        return new PrivateClusterOptions(pgConfig, more, settings, keep, runAs, scratch, socket);
    }

    /** Without any library, so without windows and findings. */
    public PrivateClusterOptions withoutPreload() {
        return new PrivateClusterOptions(pgConfig, List.of(), settings, keep, runAs, scratch, socket);
    }

    public PrivateClusterOptions withSetting(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new PrivateClusterOptions(pgConfig, preload, more, keep, runAs, scratch, socket);
    }

    public PrivateClusterOptions keeping() {
        return new PrivateClusterOptions(pgConfig, preload, settings, true, runAs, scratch, socket);
    }

    /** Gone when the shell ends, whatever was said before. */
    PrivateClusterOptions discarding() {
        return new PrivateClusterOptions(pgConfig, preload, settings, false, runAs, scratch, socket);
    }

    /** For programs that know nothing of its password. */
    public PrivateClusterOptions withSocket() {
        return new PrivateClusterOptions(pgConfig, preload, settings, keep, runAs, scratch, true);
    }

    public PrivateClusterOptions withRunAs(String account) {
        return new PrivateClusterOptions(pgConfig, preload, settings, keep, Optional.of(account), scratch, socket);
    }

    public PrivateClusterOptions withScratch(Path directory) {
        return new PrivateClusterOptions(pgConfig, preload, settings, keep, runAs, Optional.of(directory), socket);
    }
}
