package dev.memcheck.backend.cluster;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Begun;
import dev.memcheck.backend.ConnectionChange;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.backend.jdbc.ConnectionTarget;
import dev.memcheck.backend.jdbc.CrashQuery;
import dev.memcheck.backend.jdbc.ExtensionLookup;
import dev.memcheck.backend.jdbc.JdbcObserver;
import dev.memcheck.backend.jdbc.JdbcScenarioDesk;
import dev.memcheck.backend.jdbc.ServerConnection;
import dev.memcheck.backend.jdbc.TakeOver;
import dev.memcheck.backend.jdbc.UnixSocketFactory;
import dev.memcheck.finding.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;

/**
 * A cluster of our own: made from a cached template in a directory of its own, on 127.0.0.1 and a free port with a
 * random password, and on a socket in that directory, run as an unprivileged account even for root. It goes when this process ends, however it ends, unless
 * it was to be kept.
 */
public final class PrivateCluster implements BackendSource {
    private static final int TRIES = 5;
    private static final long RECOVERY_SECONDS = 60;
    private static final long OBITUARY_SECONDS = 2;
    private static final int LOGIN_SECONDS = 30;
    /** A server that recovers says so; one that only cuts off will do so again. */
    private static final long CUT_OFF_SECONDS = 10;
    /** While a connection is waited for: one may have been on its way before. */
    private static final int MOST_CRASHES = 1;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    static final String DATABASE = "postgres";
    private static final String USER = "postgres";

    private final PrivateClusterOptions options;
    private final ServerBinaries binaries;
    private final Optional<String> warning;
    private final ClusterProcess process;
    private final ConnectionTarget target;
    private final ScenarioDesk scenarioDesk;

    /** Whether a new server was given the extension, which is done while somebody connects; empty once that was asked. */
    private Optional<CompletableFuture<Boolean>> given = Optional.empty();

    private Optional<Begun<Backend>> first = Optional.empty();
    private int copies;

    private PrivateCluster(
            PrivateClusterOptions options, ServerBinaries binaries, Optional<String> warning, ClusterProcess process) {
        this.options = options;
        this.binaries = binaries;
        this.warning = warning;
        this.process = process;
        Properties properties = ConnectionTarget.defaults();
        PGProperty.USER.set(properties, USER);
        PGProperty.PASSWORD.set(properties, process.superuserPassword());
        PGProperty.SSL_MODE.set(properties, "disable");
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.LOGIN_TIMEOUT.set(properties, LOGIN_SECONDS);
        socketDirectory()
                .ifPresent(
                        place -> UnixSocketFactory.use(properties, place.toString(), String.valueOf(process.port())));
        this.target =
                new ConnectionTarget("jdbc:postgresql://127.0.0.1:" + process.port() + "/" + DATABASE, properties);
        this.scenarioDesk = new JdbcScenarioDesk(target);
    }

    /**
     * Starts a cluster and waits until it takes connections. The first one for a server runs initdb; later ones copy
     * what that left.
     *
     * @throws BackendUnavailableException if there is no server, or it does not start; the message says why
     */
    public static PrivateCluster start(PrivateClusterOptions options) {
        ClusterSettings.check(options.settings());
        ServerAccount account = ServerAccount.choose(options.runAs());
        ServerBinaries binaries = ServerBinaries.find(options.pgConfig());
        TemplateCache cache = TemplateCache.locate(account, System.getenv());
        boolean remade = false;
        int tries = 0;
        while (true) {
            Path template = cache.template(binaries);
            try {
                PrivateCluster cluster = new PrivateCluster(
                        options,
                        binaries,
                        account.warning(),
                        ClusterProcess.start(account, binaries, template, options));
                cluster.giveExtension();
                return cluster;
            } catch (ClusterProcess.StartRefused e) {
                boolean damaged = e.refusal() == ClusterProcess.Refusal.TEMPLATE_DAMAGED;
                if (damaged ? remade : ++tries >= TRIES) {
                    throw new BackendUnavailableException(e.refusal().words(), e);
                }
                if (damaged) {
                    cache.discard(template);
                    remade = true;
                }
            }
        }
    }

    /** Connects the first backend while something else is done. */
    public synchronized void begin() {
        first = Optional.of(new Begun<>(this::connectNow, "memcheck-connect"));
    }

    private synchronized Optional<Begun<Backend>> takeFirst() {
        Optional<Begun<Backend>> taken = first;
        first = Optional.empty();
        return taken;
    }

    @Override
    public Backend connect() {
        Optional<Begun<Backend>> begun = takeFirst();
        return begun.isPresent() ? begun.get().await() : connectNow();
    }

    private Backend connectNow() {
        try {
            BaseConnection connection = awaitConnection(target);
            provideExtensions(connection);
            return TakeOver.of(connection, Optional.empty());
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /** The server stays this one's to end. */
    @Override
    public BackendSource changed(ConnectionChange change) {
        return ServerConnection.to(target, change);
    }

    private BackendUnavailableException refused(SQLException e) {
        return new BackendUnavailableException("the private server refuses a connection: " + whyRefused(e), e);
    }

    /** What the server said, or the library that ends each session. */
    String whyRefused(SQLException refusal) {
        return new SessionLibraryTrial(target, process.log()).culprit().orElseGet(refusal::getMessage);
    }

    /**
     * After a crash the server turns connections away until it has recovered. What crashes it again and again is the
     * connection itself.
     */
    BaseConnection awaitConnection(ConnectionTarget wanted) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERY_SECONDS);
        long start = process.log().length();
        long cutOffSince = System.nanoTime();
        while (true) {
            try {
                return wanted.open();
            } catch (SQLException e) {
                if (!process.isServerAlive()) {
                    throw new BackendUnavailableException(process.howItEnded(), e);
                }
                String state = String.valueOf(e.getSQLState());
                boolean recovering = state.equals("57P03");
                if (recovering) {
                    cutOffSince = System.nanoTime();
                }
                boolean worthwhile = recovering
                        || state.startsWith("08")
                                && System.nanoTime() - cutOffSince < TimeUnit.SECONDS.toNanos(CUT_OFF_SECONDS);
                if (!worthwhile || System.nanoTime() > deadline || process.log().crashesSince(start) > MOST_CRASHES) {
                    throw e;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    /** A failure is for who needs the extension: it will be tried again, and told. */
    private synchronized void giveExtension() {
        CompletableFuture<Boolean> giving = new CompletableFuture<>();
        given = Optional.of(giving);
        if (process.hasExtension()) {
            giving.complete(true);
            return;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        createExtension();
                        giving.complete(true);
                    } catch (SQLException | RuntimeException | Error notNow) {
                        giving.complete(false);
                    }
                },
                "memcheck-extension");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void provideExtensions(BaseConnection asking) throws SQLException {
        boolean isGiven = given.map(CompletableFuture::join).orElse(false);
        given = Optional.empty();
        if (!isGiven && ExtensionLookup.in(asking).version().isEmpty()) {
            createExtension();
        }
    }

    /** On a connection of its own, so that its traces are not in the backend under test. */
    private void createExtension() throws SQLException {
        if (options.preload().contains(PrivateClusterOptions.EXTENSION)) {
            try (BaseConnection connection = awaitConnection(target);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE EXTENSION IF NOT EXISTS " + PrivateClusterOptions.EXTENSION);
            }
        }
    }

    /** In its directory's place beside this one's; what is not on disk, as shared memory and prepared statements, is not in it. */
    @Override
    public Optional<BackendSource> throwAway() {
        ServerAccount account = ServerAccount.choose(options.runAs());
        Path copy = directory().resolve("copy-" + nextCopy());
        try (BaseConnection connection = awaitConnection(target)) {
            ClusterCopy.make(account, connection, directory().resolve("data"), copy);
            PrivateClusterOptions ofCopy = options.discarding();
            return Optional.of(new PrivateCluster(
                    ofCopy, binaries, Optional.empty(), ClusterProcess.start(account, binaries, copy, ofCopy)));
        } catch (SQLException e) {
            throw new BackendUnavailableException("the server refuses a connection: " + e.getMessage(), e);
        } catch (ClusterProcess.StartRefused e) {
            throw new BackendUnavailableException("the copy of the server does not start: " + e.getMessage(), e);
        } finally {
            ExternalCommand.run(account.command("rm", "-rf", "--", copy.toString()));
        }
    }

    private synchronized int nextCopy() {
        return ++copies;
    }

    ClusterLog log() {
        return process.log();
    }

    @Override
    public Optional<String> explainCrash() {
        return process.log().crash();
    }

    @Override
    public Observer observer() {
        // Whoever looks around may be faster than the backend under test, which is still being connected.
        try (BaseConnection connection = awaitConnection(target)) {
            provideExtensions(connection);
        } catch (SQLException e) {
            throw refused(e);
        }
        return new JdbcObserver(target);
    }

    @Override
    public Optional<String> explainLoss(int pid) {
        // The client sees the connection end before the server has written down why.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OBITUARY_SECONDS);
        Optional<String> death = process.log().death(pid);
        while (death.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
            death = process.log().death(pid);
        }
        if (!hasEnded()) {
            return death;
        }
        return Optional.of(death.map(how -> how + "\n").orElse("") + process.howItEnded());
    }

    @Override
    public Optional<Finding> crash(int pid) {
        if (hasEnded()) {
            return Optional.empty();
        }
        try (BaseConnection connection = awaitConnection(target)) {
            return CrashQuery.of(connection, pid);
        } catch (SQLException | BackendUnavailableException unreachable) {
            return Optional.empty();
        }
    }

    @Override
    public boolean hasEnded() {
        return !process.isServerAlive();
    }

    ConnectionTarget target() {
        return target;
    }

    int port() {
        return process.port();
    }

    /** What psql and the like take for the host: the socket's directory, if there is one that we may enter. */
    String host() {
        return socketDirectory().map(Path::toString).orElse("127.0.0.1");
    }

    private Optional<Path> socketDirectory() {
        return ClusterSettings.socketDirectory(process.directory(), options).filter(Files::isExecutable);
    }

    /** A program of the cluster's PostgreSQL; it need not be there. */
    Path program(String name) {
        return binaries.directory().resolve(name);
    }

    /** Where the server looks for libraries. */
    String libraryDirectory() {
        return ExternalCommand.run(List.of(program("pg_config").toString(), "--pkglibdir"))
                .output();
    }

    /** The program that runs isolation tests, beside what extensions are built with; empty if the server has none. */
    public Optional<Path> isolationTester() {
        return Optional.of(Path.of(libraryDirectory(), "pgxs/src/test/isolation/isolationtester"))
                .filter(Files::isExecutable);
    }

    /** Where the cluster lies; removed by {@link #close} unless it is to be kept. */
    public Path directory() {
        return process.directory();
    }

    /** The last lines of the server's log, oldest first, each with its time and process id. */
    public List<String> lastLogLines(int count) {
        return process.log().lastLines(count);
    }

    /** Gently at first: only SIGKILL takes the other backends along. */
    @Override
    public boolean kill(int pid) {
        ServerAccount account = ServerAccount.choose(options.runAs());
        ExternalCommand.run(account.command("kill", "-TERM", String.valueOf(pid)));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (ProcessHandle.of(pid).isPresent() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        if (ProcessHandle.of(pid).isPresent()) {
            ExternalCommand.run(account.command("kill", "-KILL", String.valueOf(pid)));
        }
        return true;
    }

    @Override
    public boolean isPrivate() {
        return true;
    }

    @Override
    public ScenarioDesk scenarioDesk() {
        return scenarioDesk;
    }

    @Override
    public Optional<String> warning() {
        return warning;
    }

    @Override
    public Optional<String> partingWords() {
        if (!options.keep()) {
            return Optional.empty();
        }
        return Optional.of("The server was kept. Connect to it:\n  PGPASSFILE=" + process.directory() + "/pgpass "
                + binaries.directory() + "/psql -h 127.0.0.1 -p " + process.port() + " -U " + USER + " " + DATABASE
                + "\nStop and remove it:\n  kill -INT "
                + process.serverPid().map(String::valueOf).orElse("") + "; rm -r " + process.directory());
    }

    @Override
    public void close() {
        scenarioDesk.close();
        process.stop(options.keep());
        takeFirst().ifPresent(unasked -> unasked.putAwayLater(Backend::close));
    }
}
