package dev.memcheck.shell.batch;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.backend.cluster.RegressionDatabase;
import dev.memcheck.backend.cluster.RegressionRun;
import dev.memcheck.report.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs the files of a suite, each round on a server of its own, until they are over or the user wants to stop. */
public final class RegressionRunner {
    private final RegressionSuite suite;
    private final PrivateClusterOptions options;
    private final Duration limit;
    private final int atOnce;
    private final Interruption interruption;

    /** Who is told. */
    public interface Listener {
        /** Something about the server. */
        void note(String text);

        /** A file is over. */
        void ended(String name, RegressionRun run, Instant start);

        /** All of this round begins again, so that what was told of it does not count. */
        void again();
    }

    /**
     * @param limit after which a file is ended
     * @param jobs how many files that may run at the same time do; empty if all, or as many as the suite says
     */
    public RegressionRunner(
            RegressionSuite suite,
            PrivateClusterOptions options,
            Duration limit,
            OptionalInt jobs,
            Interruption interruption) {
        this.suite = suite;
        this.options = suite.server().shape(options.withSocket());
        this.limit = limit;
        this.atOnce = jobs.orElse(suite.atOnce().orElse(Integer.MAX_VALUE));
        this.interruption = interruption;
    }

    /** @param rounds how often all files run */
    public void run(int rounds, Listener listener) {
        PrivateClusterOptions server = options;
        for (int round = 1; round <= rounds && !interruption.isRequested(); round++) {
            String mark = round == 1 ? "" : " (" + round + ")";
            List<String> wanted = round(server, mark, round == 1, listener);
            if (!wanted.isEmpty()) {
                listener.again();
                listener.note(beginsAgain(wanted));
                for (String library : wanted) {
                    server = server.withPreload(library);
                }
                round(server, mark, false, listener);
            }
        }
    }

    /** @return libraries to preload, where it is worth another try */
    private List<String> round(PrivateClusterOptions server, String mark, boolean maySwitch, Listener listener) {
        try (PrivateCluster cluster = PrivateCluster.start(server)) {
            cluster.warning().ifPresent(listener::note);
            InstanceLink link =
                    InstanceLink.make(suite.instance(), cluster.directory().resolve("data"));
            try {
                return round(cluster, server, mark, maySwitch, listener);
            } finally {
                link.remove();
            }
        }
    }

    private List<String> round(
            PrivateCluster cluster, PrivateClusterOptions server, String mark, boolean maySwitch, Listener listener) {
        Optional<RegressionDatabase> made = Optional.empty();
        try {
            made = Optional.of(RegressionDatabase.create(cluster, suite.wanted()));
        } catch (BackendUnavailableException e) {
            List<String> wanted = missing(server, RegressionDatabase.preloadWanted(cluster, suite.subject()));
            if (!maySwitch || wanted.isEmpty()) {
                throw e;
            }
            return wanted;
        }
        List<String> wanted;
        try (RegressionDatabase database = made.get()) {
            wanted = files(database, groups(), "", server, mark, maySwitch, listener);
        }
        if (wanted.isEmpty() && !suite.isolation().names().isEmpty() && !interruption.isRequested()) {
            isolation(cluster, server, mark, listener);
        }
        return wanted;
    }

    private void isolation(PrivateCluster cluster, PrivateClusterOptions server, String mark, Listener listener) {
        if (cluster.isolationTester().isEmpty()) {
            listener.note("not run: the isolation tests "
                    + String.join(", ", suite.isolation().names())
                    + "; there is no isolationtester beside this server");
            return;
        }
        try (RegressionDatabase database = RegressionDatabase.create(cluster, suite.isolationWanted())) {
            List<List<String>> each =
                    suite.isolation().names().stream().map(List::of).toList();
            files(database, each, RegressionSuite.ISOLATION_MARK, server, mark, false, listener);
        } catch (BackendUnavailableException e) {
            listener.note("not run: the isolation tests "
                    + String.join(", ", suite.isolation().names()) + "; " + e.getMessage());
        }
    }

    private List<String> files(
            RegressionDatabase database,
            List<List<String>> groups,
            String kind,
            PrivateClusterOptions server,
            String mark,
            boolean maySwitch,
            Listener listener) {
        interruption.onRequest(database::interrupt);
        try {
            for (List<String> group : groups) {
                Instant start = WallClock.startedNow().instant();
                List<RegressionRun> runs = database.run(group, limit);
                if (database.isInterrupted()) {
                    return List.of();
                }
                List<String> wanted = maySwitch ? missing(server, database.preloadWanted()) : List.of();
                boolean expected = runs.stream().allMatch(run -> run.output() == RegressionRun.Output.EXPECTED);
                if (!expected && !wanted.isEmpty()) {
                    return wanted;
                }
                for (int i = 0; i < group.size(); i++) {
                    listener.ended(kind + group.get(i) + mark, runs.get(i), start);
                }
            }
            return List.of();
        } finally {
            interruption.onRequest(() -> {});
        }
    }

    /** Those of the suite, the large ones in parts. */
    private List<List<String>> groups() {
        List<List<String>> groups = new ArrayList<>();
        for (List<String> group : suite.groups()) {
            for (int first = 0; first < group.size(); ) {
                int end = first + Math.min(atOnce, group.size() - first);
                groups.add(group.subList(first, end));
                first = end;
            }
        }
        return groups;
    }

    static String beginsAgain(List<String> wanted) {
        return "the server says that a library must be loaded when it starts; begun again with --preload "
                + String.join(" --preload ", wanted);
    }

    static List<String> missing(PrivateClusterOptions server, List<String> wanted) {
        return wanted.stream()
                .filter(library -> !server.preload().contains(library))
                .toList();
    }
}
