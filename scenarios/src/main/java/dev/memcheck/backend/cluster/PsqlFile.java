package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regression file in a psql of its own, inside a window, with the environment that pg_regress gives; or the specification of an
 * isolation test in isolationtester, whose sessions have no windows: their database says that they are watched.
 */
final class PsqlFile {
    static final String END_OF_FILE = "memcheck: end of file";
    /** Unless the file turned it off, psql repeats the command before it does it. */
    static final String ECHO = "\\echo ";
    /** Ends a statement at the end of a file that has not ended it itself, as the end of what psql reads does. */
    static final String END_OF_STATEMENT = "; -- memcheck: end of statement";

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
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** As psql exits when its session is not interactive. */
    private static final int LOST_CONNECTION = 2;

    /** What ends by the signal of {@link #end} is over at once, but may be stopped. */
    private static final long END_SECONDS = 2;

    private final Place place;
    private final String test;
    private Process process;
    private boolean isLate;
    private long start;
    private volatile long end;
    private String printed = "";

    /**
     * Where files run.
     *
     * @param directory in which psql runs
     * @param sources the directory that holds {@code sql} and {@code expected}, where the first one has not got them
     * @param scratch a directory of our own
     * @param launcher words before psql's
     * @param tester the program for isolation tests, if files are these
     */
    record Place(
            PrivateCluster cluster,
            String database,
            Path directory,
            Path sources,
            Path scratch,
            List<String> launcher,
            Optional<Path> tester) {
        /** pg_regress looks where its results go, and then where its input is. */
        Path file(String folder, String name) {
            Path here = directory.resolve(folder).resolve(name);
            return Files.isRegularFile(here) ? here : sources.resolve(folder).resolve(name);
        }
    }

    PsqlFile(Place place, String test) {
        this.place = place;
        this.test = test;
    }

    String test() {
        return test;
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>(place.launcher());
        Path input;
        if (place.tester().isPresent()) {
            input = place.file("specs", test + ".spec");
            command.addAll(List.of(place.tester().get().toString(), "dbname=" + place.database()));
        } else {
            input = insideAWindow();
            command.addAll(List.of(
                    place.cluster().program("psql").toString(),
                    "-X",
                    "-q",
                    "-d",
                    place.database(),
                    "-L",
                    own("queries").toString()));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.directory().toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output().toFile())
                .redirectErrorStream(true);
        set(builder.environment());
        start = System.nanoTime();
        process = builder.start();
        process.onExit().thenRun(() -> end = System.nanoTime());
    }

    private Path insideAWindow() throws IOException {
        Path input = place.scratch().resolve("sql").resolve(test + ".sql");
        String text = Files.readString(place.file("sql", test + ".sql"), StandardCharsets.ISO_8859_1);
        String before = BEFORE.formatted(own("process-id").toString().replace("'", "''"));
        Files.createDirectories(input.getParent());
        Files.createDirectories(output().getParent());
        Files.writeString(input, before + text + endOfStatement(text) + AFTER, StandardCharsets.ISO_8859_1);
        for (String left : List.of("process-id", "maps", "queries")) {
            Files.deleteIfExists(own(left));
        }
        return input;
    }

    /** What ends the last statement, on a line of its own. */
    private static String endOfStatement(String text) {
        return isOpenAtItsEnd(text) ? (text.endsWith("\n") ? "" : "\n") + END_OF_STATEMENT : "";
    }

    /** Whether its last line, without comments, is neither the end of a statement nor a command of psql's. */
    static boolean isOpenAtItsEnd(String text) {
        String last = text.lines()
                .map(line -> line.replaceFirst("--.*", "").strip())
                .filter(line -> !line.isEmpty())
                .reduce("", (earlier, later) -> later);
        return !last.isEmpty() && !last.contains("\\") && !last.endsWith(";") && !last.endsWith("*/");
    }

    private void set(Map<String, String> environment) {
        PrivateCluster cluster = place.cluster();
        ClientEnvironment.lead(environment, cluster);
        environment.put("LC_MESSAGES", "C");
        environment.put("PWD", place.directory().toString());
        environment.put("PGAPPNAME", (place.tester().isPresent() ? "isolation/" : "pg_regress/") + test);
        environment.put("PGTZ", "PST8PDT");
        environment.put("PGDATESTYLE", "Postgres, MDY");
        environment.put("PGOPTIONS", "-c intervalstyle=postgres_verbose");
        environment.put("PG_ABS_SRCDIR", place.sources().toString());
        environment.put("PG_ABS_BUILDDIR", place.scratch().toString());
        environment.put("PG_LIBDIR", cluster.libraryDirectory());
        environment.put("PG_DLSUFFIX", ".so");
        environment.put("MEMCHECK_MAPS", own("maps").toString());
    }

    /** Waits until it is over, or ends it at the deadline. @return whether it was over before */
    boolean await(long deadline) throws IOException {
        try {
            isLate = process != null && !process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (isLate) {
                end();
                if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
            throw new BackendUnavailableException("interrupted while psql was running", e);
        }
        printed = process == null ? "" : Files.readString(output(), StandardCharsets.ISO_8859_1);
        return !isLate;
    }

    void end() {
        if (process != null) {
            process.destroy();
        }
    }

    boolean isLate() {
        return isLate;
    }

    boolean lostItsConnection() {
        return place.tester().isEmpty()
                && process != null
                && !process.isAlive()
                && process.exitValue() == LOST_CONNECTION;
    }

    String printed() {
        return printed;
    }

    /** Whether psql came to the end of the file. */
    boolean isWhole() {
        if (place.tester().isPresent()) {
            return process != null && !process.isAlive() && process.exitValue() == 0;
        }
        return printed.contains(END_OF_FILE);
    }

    /** What isolationtester said last, if it ended with an error. */
    Optional<String> howTheTesterFailed(RegressionRun.Output output) {
        return place.tester().isEmpty() || output != RegressionRun.Output.CUT_SHORT
                ? Optional.empty()
                : Optional.of(
                        "isolationtester ended with an error, so that not all was looked at; its error, or the last that it said, is: "
                                + printed.lines()
                                        .reduce("", (earlier, later) -> isLess(later, earlier) ? earlier : later));
    }

    /** A hint says less than the error before it. */
    private static boolean isLess(String later, String earlier) {
        return later.isBlank() || earlier.contains("ERROR:") && !later.contains("ERROR:");
    }

    long micros() {
        return ((end == 0 ? System.nanoTime() : end) - start) / 1000;
    }

    /** The queries that were the file's own. */
    List<String> sent() throws IOException {
        List<String> queries = Files.exists(own("queries")) ? PsqlLog.queries(text(own("queries"))) : List.of();
        int first = Math.min(QUERIES_BEFORE, queries.size());
        return queries.subList(first, Math.max(first, queries.size() - (isWhole() ? QUERIES_AFTER : 0)));
    }

    BackendLibraries libraries() throws IOException {
        return BackendLibraries.read(own("maps"), firstProcess());
    }

    /** The process of the session that it began with; empty if that is not known. */
    String firstProcess() throws IOException {
        return number(own("process-id"));
    }

    /** Those of the first and the last session, as far as they are known. */
    List<String> processes() throws IOException {
        Set<String> processes = new LinkedHashSet<>(List.of(firstProcess(), number(own("maps"))));
        processes.remove("");
        return new ArrayList<>(processes);
    }

    private static String number(Path file) throws IOException {
        Matcher number = NUMBER.matcher(Files.exists(file) ? text(file) : "");
        return number.find() ? number.group() : "";
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private Path output() {
        return place.scratch().resolve("results").resolve(test + ".out");
    }

    private Path own(String name) {
        return place.scratch().resolve(name + "." + test.replace('/', '.'));
    }
}
