package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a server that is installed here has the files of its extensions. */
public final class ExtensionFiles {
    private ExtensionFiles() {}

    /**
     * The {@code pg_config} that lies with the programs of the server.
     *
     * @throws BackendUnavailableException if there is no server
     */
    public static Path program(Optional<Path> pgConfig) {
        Optional<Path> named =
                pgConfig.or(() -> PrivateClusterOptions.fromEnvironment().pgConfig());
        return ServerBinaries.find(named).directory().resolve("pg_config");
    }

    /**
     * The directory of control files and scripts; empty if there is no server.
     *
     * @param pgConfig that of the server; otherwise the one that a private server would be of
     * @throws BackendUnavailableException if the one that is named is none
     */
    public static Optional<Path> directory(Optional<Path> pgConfig) {
        return place(pgConfig, "--sharedir").map(shared -> shared.resolve("extension"));
    }

    /** The directory of its libraries, in the same way. */
    public static Optional<Path> libraries(Optional<Path> pgConfig) {
        return place(pgConfig, "--pkglibdir");
    }

    private static Optional<Path> place(Optional<Path> pgConfig, String option) {
        try {
            ExternalCommand run = ExternalCommand.run(List.of(program(pgConfig).toString(), option));
            return run.succeeded() ? Optional.of(Path.of(run.output())) : Optional.empty();
        } catch (BackendUnavailableException e) {
            if (pgConfig.isPresent()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
