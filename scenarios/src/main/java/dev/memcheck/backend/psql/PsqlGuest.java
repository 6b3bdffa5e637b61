package dev.memcheck.backend.psql;

import dev.memcheck.file.OwnFiles;
import dev.memcheck.sql.StatementResult;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs one command of psql's. It finds a server in a directory of ours alone, where memcheck answers, so that it needs no password, and
 * no server hears of it unless it asks something.
 */
public final class PsqlGuest {
    private static final String PORT = "5432";
    private static final long POLL_MILLIS = 20;

    /** A psql that works connects at once, and only then asks. */
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path psql;

    private PsqlGuest(Path psql) {
        this.psql = psql;
    }

    /**
     * What it said.
     *
     * @param problems what it wrote to its standard error
     * @param failed whether a question was answered by an error, or psql took the command for a mistake
     */
    public record Words(List<String> lines, List<String> problems, boolean failed) {}

    /** The psql of the search path, or that beside PG_CONFIG; empty if there is neither. */
    public static Optional<PsqlGuest> find(Map<String, String> environment) {
        Stream<Path> onPath = Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, "psql"));
        Stream<Path> beside = Stream.of(environment.getOrDefault("PG_CONFIG", ""))
                .filter(program -> program.startsWith("/"))
                .map(program -> Path.of(program).resolveSibling("psql"));
        return Stream.concat(onPath, beside)
                .filter(Files::isExecutable)
                .findFirst()
                .map(PsqlGuest::new);
    }

    /**
     * Runs a command.
     *
     * @param options of psql's own command line
     * @param database to which it is to believe that it is connected
     * @param version of the server, in the server's words
     * @param server answers questions; never called after this returns
     * @param cancelled asked again and again, by another thread
     * @throws IOException if psql cannot be run, or was cancelled; the message says why
     */
    public Words run(
            List<String> options,
            String command,
            String database,
            String version,
            Function<String, StatementResult> server,
            BooleanSupplier cancelled)
            throws IOException {
        Path directory = OwnFiles.temporary("psql", "d");
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return run(directory, options, command, database, new GuestAnswers(version, server), cancelled);
        } finally {
            OwnFiles.remove(directory);
        }
    }

    private Words run(
            Path directory,
            List<String> options,
            String command,
            String database,
            GuestAnswers answers,
            BooleanSupplier cancelled)
            throws IOException {
        Path out = directory.resolve("out");
        Path problems = directory.resolve("problems");
        Process process;
        try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            door.bind(UnixDomainSocketAddress.of(directory.resolve(".s.PGSQL." + PORT)));
            process = started(directory, options, command, database, out, problems);
            AtomicBoolean came = new AtomicBoolean();
            Process guest = process;
            Thread watcher = new Thread(() -> watch(guest, door, came, cancelled), "memcheck-psql");
            watcher.setDaemon(true);
            watcher.start();
            try (SocketChannel caller = door.accept()) {
                came.set(true);
                // Once only: it would knock again where it was cut off.
                close(door);
                answers.answer(caller);
            } catch (IOException itEnded) {
                // What it has said by then tells why.
            }
            process.waitFor();
            if (cancelled.getAsBoolean()) {
                throw new IOException("it was cancelled");
            }
            if (!came.get()) {
                String said = String.join("\n", lines(problems));
                throw new IOException(said.isEmpty() ? "it did not ask for a connection" : said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        boolean refused = answers.haveFailed() || process.exitValue() != 0;
        return new Words(lines(out), lines(problems), refused);
    }

    /** Ends it where nobody waits for it any more, or in vain, and closes the door behind it. */
    private static void watch(
            Process process, ServerSocketChannel door, AtomicBoolean came, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                boolean late = !came.get() && System.nanoTime() - start > CONNECT_NANOS;
                if (late || cancelled.getAsBoolean()) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(door);
        }
    }

    /** In a session of its own, where Ctrl-C at the terminal does not reach it: it would ask the server to cancel. */
    private Process started(
            Path directory, List<String> options, String command, String database, Path out, Path problems)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid", psql.toString(), "-X", "-w", "-h"));
        words.addAll(List.of(directory.toString(), "-p", PORT, "-U", "memcheck", "-P", "pager=off"));
        words.addAll(options);
        words.addAll(List.of("-c", command));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(problems.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("PGCLIENTENCODING", "UTF8");
        // Not by -d, which takes some names for the parameters of a connection.
        builder.environment().put("PGDATABASE", database);
        return builder.start();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                : List.of();
    }

    private static void close(ServerSocketChannel door) {
        try {
            door.close();
        } catch (IOException closedAllTheSame) {
            // Nobody waits at it any more.
        }
    }
}
