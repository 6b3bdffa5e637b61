package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.jdbc.FindingReader;
import dev.memcheck.file.OwnFiles;
import dev.memcheck.finding.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.postgresql.core.BaseConnection;

/**
 * A command of the user's, such as {@code make test}, that runs tests on whatever server libpq's environment leads to. It is led to a
 * cluster all of whose sessions are watched ({@code memcheck_mode = all}), in each database that it makes, and they tell what is confirmed.
 */
public final class WatchedCommand {
    /** What the cluster has to be started with. */
    public static final Map<String, String> SETTINGS = Map.of(
            "pg_ext_memcheck.memcheck_mode", "all",
            "pg_ext_memcheck.ring_size", "8192",
            "log_statement", "ddl",
            "log_connections", "on");

    private static final String SESSION = "] LOG:  connection authorized: ";
    /** As all our own connections are named. */
    private static final String OURS = " application_name=memcheck";

    private static final int SECONDS_TO_END = 2;
    private static final int LAST_LINES = 3;

    private final PrivateCluster cluster;
    private final Path directory;
    private final String command;
    private final RegressionSubject subject;
    private Process process;
    private boolean isInterrupted;

    /**
     * @param directory in which it runs
     * @param command for the shell
     * @param subject what is tested
     */
    public WatchedCommand(PrivateCluster cluster, Path directory, String command, RegressionSubject subject) {
        this.cluster = cluster;
        this.directory = directory;
        this.command = command;
        this.subject = subject;
    }

    /**
     * Runs it.
     *
     * @param limit after which it is ended
     * @throws BackendUnavailableException if it cannot be run, or the server is gone for good
     */
    public RegressionRun run(Duration limit) {
        try {
            Path output = OwnFiles.temporary("command", "out");
            try (BaseConnection observer = observer()) {
                clear(observer);
                long logStart = cluster.log().length();
                long start = System.nanoTime();
                begin(output);
                boolean late = !await(start + limit.toNanos());
                long micros = (System.nanoTime() - start) / 1000;
                endWhatIsLeft();
                return result(Files.readString(output, StandardCharsets.ISO_8859_1), late, limit, micros, logStart);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command + ": " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new BackendUnavailableException("the server was lost after " + command + ": " + e.getMessage(), e);
        }
    }

    private BaseConnection observer() throws SQLException {
        BaseConnection observer = cluster.awaitConnection(cluster.target());
        try (Statement statement = observer.createStatement()) {
            statement.execute("SET pg_ext_memcheck.memcheck_mode = 'none'");
            cluster.provideExtensions(observer);
        }
        return observer;
    }

    private static void clear(BaseConnection observer) throws SQLException {
        try (Statement statement = observer.createStatement()) {
            statement.execute("SELECT ext_memcheck.clear_ring()");
        }
    }

    private synchronized void begin(Path output) throws IOException {
        if (isInterrupted) {
            return;
        }
        // In a session of its own, so that a Ctrl-C is ours to pass on.
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", command)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        ClientEnvironment.lead(environment, cluster);
        environment.put("PG_CONFIG", cluster.program("pg_config").toString());
        environment.put("PGDATABASE", PrivateCluster.DATABASE);
        process = builder.start();
    }

    private boolean await(long deadline) throws IOException {
        try {
            if (process == null || process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return true;
            }
            end();
            return false;
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
            throw new BackendUnavailableException("interrupted while " + command + " was running", e);
        }
    }

    /** Ends it, so that {@link #run} returns; what it returns then says nothing. Others may call it. */
    public synchronized void interrupt() {
        isInterrupted = true;
        end();
    }

    private synchronized void end() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** The server goes, too, and nobody waits for what still runs. */
    private synchronized void endWhatIsLeft() {
        if (process != null) {
            SessionProcesses.end(process.pid());
        }
    }

    private RegressionRun result(String output, boolean late, Duration limit, long micros, long logStart)
            throws SQLException {
        Optional<String> loss = cluster.log().crashesSince(logStart) > 0 ? cluster.explainCrash() : Optional.empty();
        // What a crash has left of what was found is little, but the server has to be there again.
        try (BaseConnection observer = observer();
                Statement statement = observer.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + FindingReader.COLUMNS + " FROM ext_memcheck.violations")) {
            List<Finding> findings = RegressionDatabase.eachOnce(FindingReader.all(rows));
            List<String> log = cluster.log().linesSince(logStart);
            long sessions = log.stream()
                    .filter(line -> line.contains(SESSION) && !line.contains(OURS))
                    .count();
            Optional<String> nothing = whyNotAll(output, late, limit, sessions);
            return new RegressionRun(
                    findings,
                    loss.isPresent()
                            ? RegressionRun.Output.LOST
                            : late ? RegressionRun.Output.TOO_LONG : RegressionRun.Output.UNKNOWN,
                    micros,
                    loss,
                    loss.isPresent() ? Optional.empty() : nothing,
                    seen(log),
                    sessions,
                    Optional.empty());
        }
    }

    private Optional<String> whyNotAll(String output, boolean late, Duration limit, long sessions) {
        if (late) {
            return Optional.of(
                    "it had not ended after " + limit.toSeconds() + " s and was ended, so that not all was looked at");
        }
        if (sessions == 0) {
            return Optional.of(
                    "no session of it came to this server, so that nothing was looked at: it has to take the server from"
                            + " PGHOST and PGPORT, and not start one of its own" + said(output));
        }
        int code = process == null ? 0 : process.exitValue();
        return code == 0
                ? Optional.empty()
                : Optional.of("it ended with " + code + ", so that what would have come after that was not looked at"
                        + said(output));
    }

    private static String said(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? ""
                : "; the last that it said is: "
                        + String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** Whether a session made one of the extensions; a library that none of them has may have been loaded in another way. */
    private Optional<Boolean> seen(List<String> log) {
        if (subject.extensions().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(subject.extensions().stream()
                .map(name -> Pattern.compile("(?i)\\] LOG:  (?:statement|execute [^:]*): .*\\bCREATE\\s+EXTENSION\\b.*"
                        + Pattern.quote(name) + ".*"))
                .anyMatch(
                        made -> log.stream().anyMatch(line -> made.matcher(line).find())));
    }
}
