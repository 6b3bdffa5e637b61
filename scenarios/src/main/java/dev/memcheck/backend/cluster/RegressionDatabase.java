package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.jdbc.FindingReader;
import dev.memcheck.file.OwnFiles;
import dev.memcheck.finding.DefectKey;
import dev.memcheck.finding.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.core.BaseConnection;

/**
 * A database in which regression files run unchanged, each in a psql of its own with the environment that pg_regress
 * gives, and inside a window. Sessions that a file opens by itself have no window; they are watched with
 * {@code memcheck_mode = all} and tell what is confirmed.
 */
public final class RegressionDatabase implements AutoCloseable {
    /** Stands in what the server says of a process that crashed. */
    private static final String OBITUARY = "process (PID ";

    private static final String END_SESSIONS = "SELECT pg_catalog.pg_terminate_backend(pid)"
            + " FROM pg_catalog.pg_stat_activity WHERE datname = pg_catalog.current_database()"
            + " AND pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend'";

    private static final List<String> SETTINGS = List.of(
            "pg_ext_memcheck.memcheck_mode = 'all'",
            "lc_messages = 'C'",
            "lc_monetary = 'C'",
            "lc_numeric = 'C'",
            "lc_time = 'C'",
            "bytea_output = 'hex'",
            "timezone_abbreviations = 'Default'",
            // As our own library wants it for itself, EXPLAIN would print it.
            "compute_query_id = 'regress'");

    private final PrivateCluster cluster;
    private final PsqlFile.Place place;
    private final RegressionSubject subject;
    private final ResultsFolder results;
    private BaseConnection observer;
    private List<PsqlFile> running = List.of();
    private boolean isInterrupted;
    private boolean wantsPreload;

    private RegressionDatabase(
            PrivateCluster cluster,
            PsqlFile.Place place,
            RegressionSubject subject,
            ResultsFolder results,
            BaseConnection observer) {
        this.cluster = cluster;
        this.place = place;
        this.subject = subject;
        this.results = results;
        this.observer = observer;
    }

    /**
     * What the database is to be.
     *
     * @param name to which files may connect again
     * @param directory in which psql runs; it has a folder {@code results} while files run, as with pg_regress
     * @param sources the directory that holds {@code sql} and {@code expected}
     * @param subject what it is about
     * @param extensions created first, besides our own
     * @param encoding the server's if empty
     * @param plainLocale whether it is to have the locale C, whatever the server has
     * @param roles created first
     * @param launcher words before psql's
     * @param isolation whether its files are specifications of isolation tests
     */
    public record Wanted(
            String name,
            Path directory,
            Path sources,
            RegressionSubject subject,
            List<String> extensions,
            Optional<String> encoding,
            boolean plainLocale,
            List<String> roles,
            List<String> launcher,
            boolean isolation) {}

    /**
     * Creates the database.
     *
     * @throws BackendUnavailableException if the server refuses, or there is no psql beside it
     */
    public static RegressionDatabase create(PrivateCluster cluster, Wanted wanted) {
        if (!Files.isExecutable(cluster.program("psql"))) {
            throw new BackendUnavailableException(
                    "regression files are run by psql, and there is no " + cluster.program("psql"));
        }
        try (BaseConnection connection = cluster.target().open();
                Statement statement = connection.createStatement()) {
            String quoted = statement.enquoteIdentifier(wanted.name(), true);
            String encoding = wanted.encoding()
                    .map(name -> " ENCODING '" + name.replace("'", "''") + "'")
                    .orElse("");
            String locale = wanted.plainLocale() ? " LC_COLLATE 'C' LC_CTYPE 'C'" : "";
            statement.execute("CREATE DATABASE " + quoted + " TEMPLATE template0" + encoding + locale);
            for (String setting : SETTINGS) {
                statement.execute("ALTER DATABASE " + quoted + " SET " + setting);
            }
            OutputPlugins.trust(statement, wanted.subject().installed(Path.of(cluster.libraryDirectory())));
            for (String role : wanted.roles()) {
                statement.execute("CREATE ROLE " + statement.enquoteIdentifier(role, true) + " LOGIN");
            }
        } catch (SQLException e) {
            throw new BackendUnavailableException(
                    "the regression database cannot be made: " + cluster.whyRefused(e), e);
        }
        return open(cluster, wanted);
    }

    private static RegressionDatabase open(PrivateCluster cluster, Wanted wanted) {
        try {
            BaseConnection observer = observer(cluster, wanted.name());
            try (Statement statement = observer.createStatement()) {
                statement.execute("CREATE EXTENSION " + PrivateClusterOptions.EXTENSION);
                for (String extension : wanted.extensions()) {
                    statement.execute("CREATE EXTENSION " + statement.enquoteIdentifier(extension, true) + "");
                }
            } catch (SQLException e) {
                observer.close();
                throw e;
            }
            Path scratch = OwnFiles.temporary("regress", "d");
            Files.createDirectory(
                    scratch, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            for (String folder : List.of("sql", "expected", "results")) {
                Files.createDirectory(scratch.resolve(folder));
            }
            ResultsFolder results = ResultsFolder.in(wanted.directory());
            return new RegressionDatabase(
                    cluster,
                    new PsqlFile.Place(
                            cluster,
                            wanted.name(),
                            wanted.directory().toAbsolutePath(),
                            wanted.sources().toAbsolutePath(),
                            scratch,
                            wanted.launcher(),
                            wanted.isolation() ? cluster.isolationTester() : Optional.empty()),
                    wanted.subject().installed(Path.of(cluster.libraryDirectory())),
                    results,
                    observer);
        } catch (SQLException e) {
            throw new BackendUnavailableException("the regression database cannot be prepared: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no directory for temporary files", e);
        }
    }

    /** A connection that is not watched itself; waits while the server recovers from a crash. */
    private static BaseConnection observer(PrivateCluster cluster, String name) throws SQLException {
        BaseConnection observer = cluster.awaitConnection(cluster.target().of(name));
        try (Statement statement = observer.createStatement()) {
            statement.execute("SET pg_ext_memcheck.memcheck_mode = 'none'");
        }
        return observer;
    }

    /**
     * Runs files at the same time. The server is ready for the next ones afterwards, also if one of them crashed it. What a session found
     * that a file opened between its first and its last belongs to the first file of several.
     *
     * @param tests their names, without directory and suffix
     * @param limit after which they are ended
     * @return what came of each, in the same order
     * @throws BackendUnavailableException if psql cannot be run or the server is gone for good
     */
    public List<RegressionRun> run(List<String> tests, Duration limit) {
        String named = String.join(".sql, ", tests) + ".sql";
        List<PsqlFile> files =
                tests.stream().map(test -> new PsqlFile(place, test)).toList();
        try {
            long logStart = cluster.log().length();
            long deadline = System.nanoTime() + limit.toNanos();
            begin(files);
            boolean isLate = false;
            for (PsqlFile file : files) {
                isLate |= !file.await(deadline);
            }
            if (isLate) {
                endSessions();
            }
            wantsPreload |= !PreloadNeed.complaints(cluster.log().linesSince(logStart), subject)
                    .isEmpty();
            return results(files, limit, logStart);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + named + ": " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new BackendUnavailableException("the server was lost after " + named + ": " + e.getMessage(), e);
        }
    }

    private synchronized void begin(List<PsqlFile> files) throws IOException {
        running = isInterrupted ? List.of() : files;
        for (PsqlFile file : running) {
            file.start();
        }
    }

    /** Ends what runs, so that {@link #run} returns; what it returns then says nothing. Others may call it. */
    public synchronized void interrupt() {
        isInterrupted = true;
        running.forEach(PsqlFile::end);
    }

    public synchronized boolean isInterrupted() {
        return isInterrupted;
    }

    /** The libraries that must be loaded when the server starts, as an error has said since; none if none has. */
    public List<String> preloadWanted() {
        return wantsPreload ? preloadWanted(cluster, subject) : List.of();
    }

    /** The same for a database that could not be made. */
    public static List<String> preloadWanted(PrivateCluster cluster, RegressionSubject subject) {
        try {
            Path extensions = ExtensionFiles.directory(Optional.of(cluster.program("pg_config")))
                    .orElse(Path.of(""));
            List<String> complaints = PreloadNeed.complaints(cluster.log().linesSince(0), subject);
            return complaints.isEmpty()
                    ? List.of()
                    : PreloadNeed.libraries(complaints, subject, Path.of(cluster.libraryDirectory()), extensions);
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Their psql has gone, but a statement goes on until its server process looks. */
    private void endSessions() throws SQLException {
        try (Statement statement = observer.createStatement()) {
            statement.execute(END_SESSIONS);
        }
    }

    private List<RegressionRun> results(List<PsqlFile> files, Duration limit, long logStart)
            throws IOException, SQLException {
        List<Optional<String>> losses = new ArrayList<>();
        for (PsqlFile file : files) {
            losses.add(file.lostItsConnection() ? Optional.of(explainLoss(file)) : Optional.empty());
        }
        if (losses.stream().flatMap(Optional::stream).anyMatch(how -> how.contains(OBITUARY))) {
            observer.close();
        }
        List<List<Finding>> findings =
                files.stream().map(file -> List.<Finding>of()).toList();
        Optional<String> crash = Optional.empty();
        try {
            findings = takeFindings(files);
        } catch (SQLException e) {
            if (!observer.isClosed()) {
                throw e;
            }
            // A crash takes all sessions with it, and what the ring held.
            observer = observer(cluster, place.database());
            crash = cluster.explainCrash();
        }
        List<RegressionRun> runs = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            PsqlFile file = files.get(i);
            Optional<String> explained = crash;
            runs.add(result(file, findings.get(i), losses.get(i).or(() -> explained), limit, logStart));
        }
        return runs;
    }

    private RegressionRun result(
            PsqlFile file, List<Finding> findings, Optional<String> loss, Duration limit, long logStart)
            throws IOException, SQLException {
        ExpectedOutput expected = ExpectedOutput.of(place.file("expected", file.test() + ".out"));
        ExpectedOutput.Comparison compared = expected.compare(file.printed(), file.isWhole());
        RegressionRun.Output output = loss.isPresent()
                ? RegressionRun.Output.LOST
                : file.isLate() ? RegressionRun.Output.TOO_LONG : compared.output();
        RegressionEvidence evidence = evidence(file, logStart);
        Optional<String> nothing = file.isLate()
                ? Optional.of("it had not ended after " + limit.toSeconds()
                        + " s and was ended, so that its window was not judged")
                : file.howTheTesterFailed(output).or(() -> evidence.whyNothingWasLookedAt(output, subject));
        return new RegressionRun(
                findings,
                output,
                file.micros(),
                loss,
                loss.isPresent() ? Optional.empty() : nothing,
                evidence.subjectSeen(),
                evidence.tried(),
                output == RegressionRun.Output.DIFFERENT ? compared.difference() : Optional.empty());
    }

    private RegressionEvidence evidence(PsqlFile file, long logStart) throws IOException, SQLException {
        List<String> sent = file.sent();
        FailedStatements failed = FailedStatements.in(cluster.log().linesSince(logStart));
        return new RegressionEvidence(
                sent,
                failed,
                place.tester().isPresent()
                        ? Optional.empty()
                        : SubjectLookup.of(subject, observer).seen(file.libraries(), sent, failed));
    }

    /** What the server said of the backend's end, which it does before it takes new connections. */
    private String explainLoss(PsqlFile file) throws IOException {
        Optional<String> death = Optional.empty();
        String process = file.firstProcess();
        if (!process.isEmpty()) {
            death = cluster.explainLoss(Integer.parseInt(process));
        }
        return death.or(() -> file.printed()
                        .lines()
                        .filter(line -> line.startsWith("FATAL:"))
                        .findFirst())
                .orElse("psql lost its connection");
    }

    /** What the sessions of each file have put into the ring, which is emptied. */
    private List<List<Finding>> takeFindings(List<PsqlFile> files) throws SQLException, IOException {
        List<List<Finding>> findings = new ArrayList<>();
        try (Statement statement = observer.createStatement()) {
            List<String> others = new ArrayList<>();
            for (PsqlFile file : files.subList(1, files.size())) {
                others.addAll(file.processes());
            }
            for (PsqlFile file : files) {
                boolean isFirst = file == files.get(0);
                List<String> processes = isFirst ? others : file.processes();
                String where = processes.isEmpty()
                        ? String.valueOf(isFirst)
                        : "backend_pid " + (isFirst ? "NOT " : "") + "IN (" + String.join(", ", processes) + ")";
                try (ResultSet rows = statement.executeQuery(
                        "SELECT " + FindingReader.COLUMNS + " FROM ext_memcheck.violations WHERE " + where)) {
                    findings.add(eachOnce(FindingReader.all(rows)));
                }
            }
            statement.execute("SELECT ext_memcheck.clear_ring()");
        }
        return findings;
    }

    /**
     * A session that is watched and has a window tells the same twice, and so do two sessions that do the same. The worst
     * of them counts: the one may have confirmed what the other saw once.
     *
     * @return worst first
     */
    static List<Finding> eachOnce(List<Finding> told) {
        Map<DefectKey, Finding> worst = new LinkedHashMap<>();
        told.stream().sorted(Finding.WORST_FIRST).forEach(finding -> worst.putIfAbsent(finding.defectKey(), finding));
        return new ArrayList<>(worst.values());
    }

    /** Gives up the connection and the temporary files; the database goes with its cluster. */
    @Override
    public void close() {
        OwnFiles.remove(place.scratch());
        results.close();
        try {
            observer.close();
        } catch (SQLException goneAlready) {
            // Nothing is left to close.
        }
    }
}
