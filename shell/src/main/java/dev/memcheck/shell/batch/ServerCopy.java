package dev.memcheck.shell.batch;

import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An installed server once more, in a directory of its own, for an extension to be installed there: programs and memcheck's own
 * files are copied, everything else is a link. A server finds what is its own from where its program lies.
 */
final class ServerCopy {
    private static final String OWN = "pg_ext_memcheck";

    private final Path from;
    private final Path bin;
    private final Set<Path> directories;

    /** @throws UsageException if {@code pg_config} does not answer */
    ServerCopy(String pgConfig) {
        bin = directory(pgConfig, "--bindir");
        directories = new LinkedHashSet<>(List.of(
                directory(pgConfig, "--pkglibdir"),
                directory(pgConfig, "--sharedir"),
                directory(pgConfig, "--includedir-server")));
        Path common = bin;
        for (Path directory : directories) {
            while (!directory.startsWith(common)) {
                common = common.getParent();
            }
        }
        from = common;
    }

    private static Path directory(String pgConfig, String question) {
        Tool answer = Tool.run(Path.of("").toAbsolutePath(), pgConfig, question);
        if (!answer.good()) {
            throw new UsageException(
                    pgConfig + " does not answer; set PG_CONFIG to the one of your server: " + answer.lastLine());
        }
        return Path.of(answer.text().strip());
    }

    /**
     * Makes it anew.
     *
     * @param to a directory that is not there
     * @return its {@code pg_config}
     */
    Path make(Path to) throws IOException {
        for (Path directory : directories) {
            link(directory, to);
        }
        Files.createDirectories(there(bin, to));
        try (Stream<Path> programs = Files.list(bin)) {
            for (Path program : programs.filter(Files::isRegularFile).toList()) {
                Files.copy(program, there(program, to));
            }
        }
        return there(bin, to).resolve("pg_config");
    }

    private void link(Path directory, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.toList()) {
                Path place = there(each, to);
                if (Files.isDirectory(each) && !Files.isSymbolicLink(each)) {
                    Files.createDirectories(place);
                } else if (each.getFileName().toString().startsWith(OWN)) {
                    Files.copy(each, place);
                } else {
                    Files.createSymbolicLink(place, each);
                }
            }
        }
    }

    private Path there(Path path, Path to) {
        return to.resolve(from.relativize(path).toString());
    }
}
