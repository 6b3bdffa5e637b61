package dev.memcheck.shell.cli;

import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.backend.jdbc.ServerConnectionOptions;
import dev.memcheck.file.OwnFiles;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.prompt.PasswordQuestion;
import dev.memcheck.shell.session.BackendSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which backend: one of a server that runs already, or a private one and how it is to be. */
final class TargetOptions {
    /** Variables that name a server. PGUSER and the like only say how to reach one. */
    private static final List<String> SERVER_VARIABLES =
            List.of("PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGSERVICE");

    private static final long START_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @ArgGroup(exclusive = false, heading = "%nConnect to a server that is running:%n")
    private Connect connect = new Connect();

    @ArgGroup(
            exclusive = false,
            heading = "%nOptions for the private backend, which memcheck starts where no server is given:%n")
    private Private own = new Private();

    private static final class Connect {
        @Option(
                names = {"-h", "--host"},
                paramLabel = "HOST",
                description = "server host name or address")
        private String host;

        @Option(
                names = {"-p", "--port"},
                paramLabel = "PORT",
                description = "server port")
        private String port;

        @Option(
                names = {"-U", "--username"},
                paramLabel = "NAME",
                description = "database user name")
        private String user;

        @Option(
                names = {"-d", "--dbname"},
                paramLabel = "DBNAME",
                description = "database, or a connection URI")
        private String database;

        @Option(
                names = {"-W", "--password"},
                description = "ask for the password before connecting")
        private boolean askPassword;
    }

    private static final class Private {
        @Option(names = "--pg-config", paramLabel = "PATH", description = "pg_config of the PostgreSQL to use")
        private Path pgConfig;

        @Option(
                names = "--preload",
                paramLabel = "LIB",
                description = "also load this library at server start; repeatable")
        private List<String> preload = new ArrayList<>();

        @Option(
                names = "--setting",
                paramLabel = "NAME=VALUE",
                description = "set this in the server's configuration; repeatable")
        private List<String> settings = new ArrayList<>();

        @Option(names = "--keep", description = "leave the server running at the end, and print how to connect to it")
        private boolean keep;
    }

    void take(PlainWords words) {
        connect.host = words.value("-h", "--host");
        connect.port = words.value("-p", "--port");
        connect.user = words.value("-U", "--username");
        connect.database = words.value("-d", "--dbname");
        connect.askPassword = words.flag("-W", "--password");
        own.pgConfig = words.path("--pg-config");
        own.preload.addAll(words.values("--preload"));
        own.settings.addAll(words.values("--setting"));
        own.keep = words.flag("--keep");
    }

    /** Whether the person is asked for a password first. */
    boolean asks() {
        return connect.askPassword;
    }

    /**
     * What makes backends by these options.
     *
     * @param target database or URI given without an option, if one was
     * @param doubt said where no connection can be had; empty if nothing
     * @param streams whose environment is looked up for the PG variables
     * @throws UsageException if the options contradict each other
     */
    BackendSources sources(Optional<String> target, String doubt, Streams streams) {
        sweep();
        Map<String, String> environment = streams.environment();
        boolean namesServer = target.isPresent()
                || connect.host != null
                || connect.port != null
                || connect.user != null
                || connect.database != null;
        boolean shapesOwn = own.pgConfig != null || !own.preload.isEmpty() || !own.settings.isEmpty() || own.keep;
        if (namesServer && shapesOwn) {
            throw new UsageException(
                    "--pg-config, --preload, --setting and --keep are for a private backend, and cannot be"
                            + " used with a running server; leave out these or the connection options");
        }
        if (target.isPresent() && connect.database != null) {
            throw new UsageException(
                    "the database is given twice: \"" + target.get() + "\" and -d \"" + connect.database + "\"");
        }
        boolean inEnvironment = SERVER_VARIABLES.stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
        if (namesServer || inEnvironment && !shapesOwn) {
            return new ServerSources(new ServerConnectionOptions(
                    target.or(() -> Optional.ofNullable(connect.database)),
                    Optional.ofNullable(connect.host),
                    Optional.ofNullable(connect.port),
                    Optional.ofNullable(connect.user),
                    connect.askPassword
                            ? Optional.of(PasswordQuestion.ask(Optional.ofNullable(connect.user), streams))
                            : Optional.empty(),
                    doubt));
        }
        if (connect.askPassword) {
            throw new UsageException("-W asks for the password of a running server: name it with -h, -d or a URI");
        }
        return new PrivateSources(privateOptions());
    }

    /**
     * The private cluster that the options shape, for what never runs on a server of somebody else's.
     *
     * @throws UsageException if the options name a server
     */
    PrivateClusterOptions privateCluster() {
        sweep();
        if (connect.host != null
                || connect.port != null
                || connect.user != null
                || connect.database != null
                || connect.askPassword) {
            throw new UsageException("this runs only on a private server: leave out -h, -p, -U, -d and -W");
        }
        return privateOptions();
    }

    /** Each start that will have a backend removes what killed ones have left. Nobody waits for that, and a start has no time for it. */
    private static void sweep() {
        Thread sweeper = new Thread(
                () -> {
                    LockSupport.parkNanos(START_NANOS);
                    OwnFiles.sweepTemporary();
                },
                "memcheck-sweep");
        sweeper.setDaemon(true);
        sweeper.start();
    }

    private PrivateClusterOptions privateOptions() {
        PrivateClusterOptions options = PrivateClusterOptions.fromEnvironment();
        if (own.pgConfig != null) {
            options = options.withPgConfig(own.pgConfig);
        }
        for (String library : own.preload) {
            options = options.withPreload(library);
        }
        for (String setting : own.settings) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                throw new UsageException(
                        "--setting expects NAME=VALUE, as in work_mem=64kB, found \"" + setting + "\"");
            }
            options = options.withSetting(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return own.keep ? options.keeping() : options;
    }
}
