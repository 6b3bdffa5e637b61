package dev.memcheck.backend.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the preloaded library that ends a server before it is up. Such a library says nothing itself, and the log may have no
 * line about it: so the server loads one more each time, for the value of a setting that it knows only after that, until it
 * does not get over it.
 */
final class PreloadTrial {
    private static final String SECONDS = "10";
    private static final int SIGNAL = 128;
    private static final int TIMED_OUT = SIGNAL + 9;

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
            int exitCode = exitCodeWith(count, data, configuration);
            if (exitCode != 0) {
                return count == 0 ? Optional.empty() : Optional.of(words(preload.get(count - 1), exitCode));
            }
        }
        return Optional.empty();
    }

    private int exitCodeWith(int count, Path data, Path configuration) {
        return ExternalCommand.run(account.command(
                        "timeout",
                        "-s",
                        "KILL",
                        SECONDS,
                        binaries.directory().resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-c",
                        "config_file=" + configuration,
                        "-c",
                        "shared_preload_libraries=" + String.join(",", preload.subList(0, count)),
                        "-C",
                        "shared_memory_size"))
                .exitCode();
    }

    private static String words(String library, int exitCode) {
        String what = "the preloaded library \"" + library + "\" ";
        if (exitCode == TIMED_OUT) {
            return what + "did not come to the end of its _PG_init() in " + SECONDS + " seconds";
        }
        return what + "ends it in _PG_init(), "
                + (exitCode > SIGNAL ? "by signal " + (exitCode - SIGNAL) : "by an error");
    }
}
