package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.jdbc.FindingReader;
import dev.memcheck.file.OwnFiles;
import dev.memcheck.finding.DefectKey;
import dev.memcheck.finding.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;

/**
 * A database in which regression files run unchanged, each in a psql of its own with the environment that pg_regress
 * gives, and inside a window. Sessions that a file opens by itself have no window; they are watched with
 * {@code memcheck_mode = all} and tell what is confirmed.
 */
public final class RegressionDatabase implements AutoCloseable {
    private static final String END_OF_FILE = "memcheck: end of file";
    /** Unless the file turned it off, psql repeats the command before it does it. */
    private static final String ECHO = "\\echo ";
    /** Leaves the process id of the backend in a file. */
    private static final String BEFORE =
            "\\o '%s'\nSELECT pg_catalog.pg_backend_pid(), ext_memcheck.begin();\n\\o\n\\set ECHO all\n";

    private static final String AFTER =
            "\n" + ECHO + END_OF_FILE + "\n\\o /dev/null\nROLLBACK;\nRESET SESSION AUTHORIZATION;\n"
                    + "RESET ROLE;\nSELECT * FROM ext_memcheck.\"end\"();\n"
                    + "SELECT pg_catalog.pg_backend_pid() AS memcheck_pid \\gset\n\\setenv MEMCHECK_PID :memcheck_pid\n"
                    + "\\! (echo $MEMCHECK_PID && cat /proc/$MEMCHECK_PID/maps) >\"$MEMCHECK_MAPS\" 2>&1\n";

    private static final int QUERIES_BEFORE = 1;
    private static final int QUERIES_AFTER = 5;
    /** Stands in what the server says of a process that crashed. */
    private static final String OBITUARY = "process (PID ";

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** As psql exits when its session is not interactive. */
    private static final int PSQL_LOST_CONNECTION = 2;

    private static final List<String> SETTINGS = List.of(
            "pg_ext_memcheck.memcheck_mode = 'all'",
            "lc_messages = 'C'",
            "lc_monetary = 'C'",
            "lc_numeric = 'C'",
            "lc_time = 'C'",
            "bytea_output = 'hex'",
            "timezone_abbreviations = 'Default'");

    private final PrivateCluster cluster;
    private final String name;
    private final Path directory;
    private final Path sources;
    private final RegressionSubject subject;
    private final Path scratch;
    private BaseConnection observer;

    private RegressionDatabase(
            PrivateCluster cluster,
            String name,
            Path directory,
            Path sources,
            RegressionSubject subject,
            Path scratch,
            BaseConnection observer) {
        this.cluster = cluster;
        this.name = name;
        this.directory = directory;
        this.sources = sources;
        this.subject = subject;
        this.scratch = scratch;
        this.observer = observer;
    }

    /**
     * Creates the database.
     *
     * @param name of the database, to which files may connect again
     * @param directory in which psql runs; nothing is written there by us
     * @param sources the directory that holds {@code sql} and {@code expected}
     * @param subject what it is about
     * @param extensions created first, besides our own
     * @throws BackendUnavailableException if the server refuses, or there is no psql beside it
     */
    public static RegressionDatabase create(
            PrivateCluster cluster,
            String name,
            Path directory,
            Path sources,
            RegressionSubject subject,
            List<String> extensions) {
        if (!Files.isExecutable(cluster.program("psql"))) {
            throw new BackendUnavailableException(
                    "regression files are run by psql, and there is no " + cluster.program("psql"));
        }
        try (BaseConnection connection = cluster.target().open();
                Statement statement = connection.createStatement()) {
            String quoted = statement.enquoteIdentifier(name, true);
            statement.execute("CREATE DATABASE " + quoted + " TEMPLATE template0");
            for (String setting : SETTINGS) {
                statement.execute("ALTER DATABASE " + quoted + " SET " + setting);
            }
        } catch (SQLException e) {
            throw new BackendUnavailableException(
                    "the regression database cannot be made: " + cluster.whyRefused(e), e);
        }
        return open(cluster, name, directory, sources, subject, extensions);
    }

    private static RegressionDatabase open(
            PrivateCluster cluster,
            String name,
            Path directory,
            Path sources,
            RegressionSubject subject,
            List<String> extensions) {
        try {
            BaseConnection observer = observer(cluster, name);
            try (Statement statement = observer.createStatement()) {
                statement.execute("CREATE EXTENSION " + PrivateClusterOptions.EXTENSION);
                for (String extension : extensions) {
                    statement.execute("CREATE EXTENSION " + statement.enquoteIdentifier(extension, true));
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
            return new RegressionDatabase(
                    cluster, name, directory.toAbsolutePath(), sources.toAbsolutePath(), subject, scratch, observer);
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
     * Runs one file. The server is ready for the next one afterwards, also if this one crashed it.
     *
     * @param test its name, without directory and suffix
     * @throws BackendUnavailableException if psql cannot be run or the server is gone for good
     */
    public RegressionRun run(String test) {
        Path input = scratch.resolve("sql").resolve(test + ".sql");
        Path output = scratch.resolve("results").resolve(test + ".out");
        long start = System.nanoTime();
        try {
            String text = Files.readString(sources.resolve("sql").resolve(test + ".sql"), StandardCharsets.ISO_8859_1);
            String before = BEFORE.formatted(processIdFile().toString().replace("'", "''"));
            Files.writeString(input, before + text + AFTER, StandardCharsets.ISO_8859_1);
            Files.deleteIfExists(mapsFile());
            Files.deleteIfExists(queryLog());
            long logStart = cluster.log().length();
            int exitStatus = psql(input, output);
            long micros = (System.nanoTime() - start) / 1000;
            String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
            return result(test, exitStatus, printed, micros, logStart);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + test + ".sql: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new BackendUnavailableException("the server was lost after " + test + ".sql: " + e.getMessage(), e);
        }
    }

    private RegressionRun result(String test, int exitStatus, String printed, long micros, long logStart)
            throws IOException, SQLException {
        Optional<String> loss =
                exitStatus == PSQL_LOST_CONNECTION ? Optional.of(explainLoss(printed)) : Optional.empty();
        if (loss.filter(how -> how.contains(OBITUARY)).isPresent()) {
            observer.close();
        }
        List<Finding> findings = List.of();
        try {
            findings = takeFindings();
        } catch (SQLException e) {
            if (!observer.isClosed()) {
                throw e;
            }
            // A crash takes all sessions with it, and what the ring held.
            observer = observer(cluster, name);
            loss = loss.or(cluster::explainCrash);
        }
        RegressionRun.Output output = loss.isPresent() ? RegressionRun.Output.LOST : compare(test, printed);
        RegressionEvidence evidence = evidence(printed.contains(END_OF_FILE), logStart);
        return new RegressionRun(
                findings,
                output,
                micros,
                loss,
                loss.isPresent() ? Optional.empty() : evidence.whyNothingWasLookedAt(output, subject),
                evidence.subjectSeen(),
                evidence.tried());
    }

    private RegressionEvidence evidence(boolean whole, long logStart) throws IOException, SQLException {
        List<String> queries = Files.exists(queryLog())
                ? PsqlLog.queries(Files.readString(queryLog(), StandardCharsets.ISO_8859_1))
                : List.of();
        int first = Math.min(QUERIES_BEFORE, queries.size());
        List<String> sent = queries.subList(first, Math.max(first, queries.size() - (whole ? QUERIES_AFTER : 0)));
        FailedStatements failed = FailedStatements.in(cluster.log().linesSince(logStart));
        BackendLibraries backend = BackendLibraries.read(mapsFile(), firstProcess());
        return new RegressionEvidence(
                sent, failed, SubjectLookup.of(subject, observer).seen(backend, sent, failed));
    }

    private String firstProcess() throws IOException {
        Matcher number = NUMBER.matcher(
                Files.exists(processIdFile()) ? Files.readString(processIdFile(), StandardCharsets.ISO_8859_1) : "");
        return number.find() ? number.group() : "";
    }

    /** What the server said of the backend's end, which it does before it takes new connections. */
    private String explainLoss(String printed) throws IOException {
        Optional<String> death = Optional.empty();
        String process = firstProcess();
        if (!process.isEmpty()) {
            death = cluster.explainLoss(Integer.parseInt(process));
        }
        return death.or(() -> printed.lines()
                        .filter(line -> line.startsWith("FATAL:"))
                        .findFirst())
                .orElse("psql lost its connection");
    }

    private Path processIdFile() {
        return scratch.resolve("process-id");
    }

    private Path mapsFile() {
        return scratch.resolve("maps");
    }

    private Path queryLog() {
        return scratch.resolve("queries");
    }

    /** @return psql's exit status */
    private int psql(Path input, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        cluster.program("psql").toString(),
                        "-X",
                        "-q",
                        "-d",
                        name,
                        "-L",
                        queryLog().toString())
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_MESSAGES", "C");
        environment.put("PGHOST", cluster.host());
        environment.put("PGPORT", String.valueOf(cluster.port()));
        environment.put("PGUSER", PGProperty.USER.getOrDefault(cluster.target().properties()));
        environment.put(
                "PGPASSWORD", PGProperty.PASSWORD.getOrDefault(cluster.target().properties()));
        environment.put("PGTZ", "PST8PDT");
        environment.put("PGDATESTYLE", "Postgres, MDY");
        environment.put("PGOPTIONS", "-c intervalstyle=postgres_verbose");
        environment.put("PG_ABS_SRCDIR", sources.toString());
        environment.put("PG_ABS_BUILDDIR", scratch.toString());
        environment.put("PG_LIBDIR", cluster.libraryDirectory());
        environment.put("PG_DLSUFFIX", ".so");
        environment.put("MEMCHECK_MAPS", mapsFile().toString());
        Process process = builder.start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new BackendUnavailableException("interrupted while psql was running", e);
        }
    }

    private RegressionRun.Output compare(String test, String printed) throws IOException {
        int end = printed.indexOf(ECHO + END_OF_FILE);
        if (end < 0) {
            end = printed.indexOf(END_OF_FILE);
        }
        // The line end before the last line is ours, so that a file without one ends its last line.
        String found = printed.substring(0, end < 0 ? printed.length() : end).stripTrailing();
        List<Path> expected = new ArrayList<>();
        Path folder = sources.resolve("expected");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().matches(Pattern.quote(test) + "(_\\d)?\\.out"))
                        .forEach(expected::add);
            }
        }
        for (Path file : expected) {
            if (Files.readString(file, StandardCharsets.ISO_8859_1)
                    .stripTrailing()
                    .equals(found)) {
                return RegressionRun.Output.EXPECTED;
            }
        }
        if (end < 0) {
            return RegressionRun.Output.CUT_SHORT;
        }
        return expected.isEmpty() ? RegressionRun.Output.UNKNOWN : RegressionRun.Output.DIFFERENT;
    }

    /** What the file's sessions have put into the ring, which is emptied. */
    private List<Finding> takeFindings() throws SQLException {
        try (Statement statement = observer.createStatement()) {
            List<Finding> findings;
            try (ResultSet rows =
                    statement.executeQuery("SELECT " + FindingReader.COLUMNS + " FROM ext_memcheck.violations")) {
                findings = eachOnce(FindingReader.all(rows));
            }
            statement.execute("SELECT ext_memcheck.clear_ring()");
            return findings;
        }
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
        OwnFiles.remove(scratch);
        try {
            observer.close();
        } catch (SQLException goneAlready) {
            // Nothing is left to close.
        }
    }
}
