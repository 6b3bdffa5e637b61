package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs of one PostgreSQL installation.
 *
 * @param directory that holds {@code postgres} and {@code initdb}
 */
record ServerBinaries(Path directory) {
    private static final int OLDEST_MAJOR = 15;
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)\\S*");

    /**
     * @param pgConfig the {@code pg_config} of the server to use; otherwise the one on the search path, or the newest
     *     server where Debian puts them
     * @throws BackendUnavailableException if there is no server
     */
    static ServerBinaries find(Optional<Path> pgConfig) {
        if (pgConfig.isPresent()) {
            Path directory = directoryOf(pgConfig.get());
            if (!isServer(directory)) {
                throw new BackendUnavailableException(pgConfig.get() + " names " + directory
                        + ", where there is no postgres and initdb: install the server of that version, or name another"
                        + " pg_config");
            }
            return new ServerBinaries(directory);
        }
        List<Path> candidates = new ArrayList<>();
        Executables.find("pg_config").map(ServerBinaries::directoryOf).ifPresent(candidates::add);
        candidates.addAll(debianDirectories());
        return candidates.stream()
                .filter(ServerBinaries::isServer)
                .findFirst()
                .map(ServerBinaries::new)
                .orElseThrow(() -> new BackendUnavailableException("no PostgreSQL server found: install one, name its"
                        + " pg_config with --pg-config or PG_CONFIG, or connect to a server with -h, -p, -U and -d"));
    }

    private static Path directoryOf(Path pgConfig) {
        Optional<Path> beside = besideProgram(pgConfig);
        if (beside.isPresent()) {
            return beside.get();
        }
        Path command = asCommand(pgConfig);
        if (command.isAbsolute() && !Files.isExecutable(command)) {
            throw new BackendUnavailableException(pgConfig + " is not there, or is no program: name the pg_config of a"
                    + " server with --pg-config or PG_CONFIG");
        }
        ExternalCommand run = ExternalCommand.run(List.of(command.toString(), "--bindir"));
        if (!run.succeeded() || !run.output().startsWith("/")) {
            throw new BackendUnavailableException(
                    pgConfig + " --bindir was to name a directory but said: " + run.output());
        }
        return Path.of(run.output());
    }

    /** Commands run in another directory, so a path is taken from ours; a name alone is looked for on the search path. */
    static Path asCommand(Path program) {
        return program.getParent() == null ? program : program.toAbsolutePath();
    }

    /** PostgreSQL's own {@code pg_config} answers with where it lies itself. One that is a script, as Debian's, has to be asked. */
    private static Optional<Path> besideProgram(Path pgConfig) {
        if (pgConfig.getParent() == null) {
            return Optional.empty();
        }
        try (InputStream program = Files.newInputStream(pgConfig)) {
            Path directory = pgConfig.toRealPath().getParent();
            boolean answers = Files.isExecutable(pgConfig) && Arrays.equals(program.readNBytes(ELF.length), ELF);
            return Optional.of(directory).filter(found -> answers && isServer(found));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isServer(Path directory) {
        return Files.isExecutable(directory.resolve("postgres")) && Files.isExecutable(directory.resolve("initdb"));
    }

    /** Newest first. */
    private static List<Path> debianDirectories() {
        if (!Files.isDirectory(DEBIAN)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.filter(version -> version.getFileName().toString().matches("\\d{1,4}"))
                    .sorted(Comparator.<Path>comparingInt(version ->
                                    Integer.parseInt(version.getFileName().toString()))
                            .reversed())
                    .map(version -> version.resolve("bin"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    Path postgres() {
        return directory.resolve("postgres");
    }

    /**
     * What the server calls itself, as in {@code PostgreSQL 15.20}.
     *
     * @throws BackendUnavailableException if it is older than memcheck supports
     */
    String requireSupported() {
        String said =
                ExternalCommand.run(List.of(postgres().toString(), "--version")).output();
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new BackendUnavailableException(
                    postgres() + " --version was to say a version of PostgreSQL but said: " + said);
        }
        if (Integer.parseInt(version.group(1)) < OLDEST_MAJOR) {
            throw new BackendUnavailableException(said + " in " + directory + " is too old: memcheck needs PostgreSQL "
                    + OLDEST_MAJOR + " or later; name another with --pg-config or PG_CONFIG");
        }
        return "PostgreSQL " + said.substring(version.start(1)).split(" ", 2)[0];
    }

    /** A file name that no other build of the server shares: where it is, then when it was built and its size. */
    String buildName() {
        try {
            Path postgres = postgres().toRealPath();
            return Integer.toHexString(postgres.toString().hashCode())
                    + "-" + Long.toHexString(Files.getLastModifiedTime(postgres).toMillis())
                    + "." + Long.toHexString(Files.size(postgres));
        } catch (IOException e) {
            throw new BackendUnavailableException("cannot look at " + postgres() + ": " + e.getMessage(), e);
        }
    }
}
