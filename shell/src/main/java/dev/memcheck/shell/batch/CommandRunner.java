package dev.memcheck.shell.batch;

import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.backend.cluster.RegressionDatabase;
import dev.memcheck.backend.cluster.RegressionRun;
import dev.memcheck.backend.cluster.WatchedCommand;
import dev.memcheck.report.WallClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Runs a command of the user's, each round on a server of its own whose sessions are watched. */
public final class CommandRunner {
    /** Stands before the command where others have the name of a file. */
    static final String MARK = "$ ";

    private final Path directory;
    private final String command;
    private final RegressionSuite suite;
    private final PrivateClusterOptions options;
    private final Duration limit;
    private final Interruption interruption;

    /**
     * @param directory in which it runs
     * @param limit after which it is ended
     */
    public CommandRunner(
            Path directory,
            String command,
            RegressionSuite suite,
            PrivateClusterOptions options,
            Duration limit,
            Interruption interruption) {
        this.directory = directory;
        this.command = command;
        this.suite = suite;
        PrivateClusterOptions shaped = suite.server().shape(options.withSocket());
        for (Map.Entry<String, String> setting : WatchedCommand.SETTINGS.entrySet()) {
            if (!shaped.settings().containsKey(setting.getKey())) {
                shaped = shaped.withSetting(setting.getKey(), setting.getValue());
            }
        }
        this.options = shaped;
        this.limit = limit;
        this.interruption = interruption;
    }

    /** What a table has in its first column. */
    public static String name(String command) {
        return MARK + command;
    }

    /** @param rounds how often it runs */
    public void run(int rounds, RegressionRunner.Listener listener) {
        PrivateClusterOptions server = options;
        for (int round = 1; round <= rounds && !interruption.isRequested(); round++) {
            String mark = round == 1 ? "" : " (" + round + ")";
            List<String> wanted = round(server, mark, round == 1, listener);
            if (!wanted.isEmpty()) {
                listener.note(RegressionRunner.beginsAgain(wanted));
                for (String library : wanted) {
                    server = server.withPreload(library);
                }
                round(server, mark, false, listener);
            }
        }
    }

    /** @return libraries to preload, where it is worth another try */
    private List<String> round(
            PrivateClusterOptions server, String mark, boolean maySwitch, RegressionRunner.Listener listener) {
        try (PrivateCluster cluster = PrivateCluster.start(server)) {
            cluster.warning().ifPresent(listener::note);
            WatchedCommand watched = new WatchedCommand(cluster, directory, command, suite.subject());
            interruption.onRequest(watched::interrupt);
            try {
                Instant start = WallClock.startedNow().instant();
                RegressionRun run = watched.run(limit);
                if (interruption.isRequested()) {
                    return List.of();
                }
                List<String> wanted = maySwitch
                        ? RegressionRunner.missing(server, RegressionDatabase.preloadWanted(cluster, suite.subject()))
                        : List.of();
                if (wanted.isEmpty()) {
                    listener.ended(name(command) + mark, run, start);
                }
                return wanted;
            } finally {
                interruption.onRequest(() -> {});
            }
        }
    }
}
