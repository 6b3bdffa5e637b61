package dev.memcheck.backend.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds the preloaded library that ends a server before it is up. Such a library says nothing itself, and the log may have no
 * line about it: so the server loads one more each time, for the value of a setting that it knows only after that, until it
 * does not get over it.
 */
final class PreloadTrial {
    private static final int SECONDS = 10;
    private static final int SIGNAL = 128;
    private static final int KILLED = SIGNAL + 9;

    private final ServerAccount account;
    private final ServerBinaries binaries;
    private final List<String> preload;

    PreloadTrial(ServerAccount account, ServerBinaries binaries, List<String> preload) {
        this.account = account;
        this.binaries = binaries;
        this.preload = preload;
    }

    /**
     * The first library that the server does not get over, in a sentence; empty if it gets over all, or does not start
     * without any.
     *
     * @param data the cluster, whose server is not running
     */
    Optional<String> culprit(Path data, Path configuration) {
        for (int count = 0; count <= preload.size(); count++) {
            Optional<String> end = endWith(preload.subList(0, count), data, configuration);
            if (end.isPresent()) {
                return count == 0
                        ? Optional.empty()
                        : Optional.of("the preloaded library \"" + preload.get(count - 1) + "\" " + end.orElseThrow()
                                + wayOut(preload.get(count - 1), data, configuration));
            }
        }
        return Optional.empty();
    }

    /** What to do about one that the server gets over where ours comes behind it. */
    private String wayOut(String library, Path data, Path configuration) {
        String ours = PrivateClusterOptions.EXTENSION;
        return !library.equals(ours)
                        && preload.contains(ours)
                        && endWith(List.of(library, ours), data, configuration).isEmpty()
                ? ", and does not where " + ours + " comes behind it: name both, as preload=" + library + " preload="
                        + ours
                : "";
    }

    /** How the server ends with these; empty if it does not, and tells the value. */
    private Optional<String> endWith(List<String> libraries, Path data, Path configuration) {
        long start = System.nanoTime();
        ExternalCommand server = ExternalCommand.run(account.command(
                "timeout",
                "-s",
                "KILL",
                String.valueOf(SECONDS),
                binaries.directory().resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-c",
                "config_file=" + configuration,
                "-c",
                "shared_preload_libraries=" + String.join(",", libraries),
                "-C",
                "shared_memory_size"));
        int exitCode = server.exitCode();
        // A library may say something, too, but the value comes last.
        if (exitCode == 0 && server.output().matches("(?s)(.*\n)?\\d+")) {
            return Optional.empty();
        }
        if (exitCode == KILLED && System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(SECONDS)) {
            return Optional.of("did not come to the end of its _PG_init() in " + SECONDS + " seconds");
        }
        String how = exitCode > SIGNAL
                ? "signal " + (exitCode - SIGNAL)
                : exitCode == 1 ? "an error" : "exit code " + exitCode;
        return Optional.of("ends it in _PG_init(), by " + how);
    }
}
