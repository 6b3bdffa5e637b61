package dev.memcheck.shell.batch;

import dev.memcheck.backend.cluster.ExtensionFiles;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.file.OwnFiles;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.source.BuildStop;
import dev.memcheck.source.OwnInstallation;
import dev.memcheck.source.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A suite whose server has all that it needs: the one that is there, or a copy of it with what had to be built. Removed with it. */
public final class BuiltSuite implements AutoCloseable {
    private final PrivateClusterOptions options;
    private final Optional<Path> root;
    private final List<String> notes;

    private BuiltSuite(PrivateClusterOptions options, Optional<Path> root, List<String> notes) {
        this.options = options;
        this.root = root;
        this.notes = notes;
    }

    /**
     * @param interruption ends what builds it, at once
     * @throws UsageException if it cannot be built, or is not there after it was
     */
    public static BuiltSuite of(
            SuiteBuild build, PrivateClusterOptions options, RegressionSuite suite, Interruption interruption) {
        if (build.trees().isEmpty()) {
            return new BuiltSuite(options, Optional.empty(), List.of());
        }
        Path server = ExtensionFiles.program(options.pgConfig());
        Path root;
        OwnInstallation own;
        try {
            root = OwnFiles.temporary("server", "d");
        } catch (IOException e) {
            throw new UsageException("there is no directory for temporary files: " + OutputFile.why(e), e);
        }
        boolean built = false;
        BuildStop stop = new BuildStop();
        interruption.onRequest(stop::request);
        try {
            own = OwnInstallation.of(server, build.trees(), root, stop);
            suite.requireInstalled(ExtensionFiles.directory(Optional.of(own.pgConfig())));
            built = true;
        } catch (SourceException e) {
            boolean isThere = suite.isInstalled(ExtensionFiles.directory(options.pgConfig()))
                    && ExtensionFiles.libraries(options.pgConfig())
                            .filter(suite.subject()::lacksLibraries)
                            .isEmpty();
            throw new UsageException(
                    isThere
                            ? "what EXTRA_INSTALL names cannot be built: " + e.getMessage()
                            : suite.subject().words() + " is not installed in this PostgreSQL, and cannot be built: "
                                    + e.getMessage());
        } catch (IOException e) {
            throw new UsageException("the server cannot be copied: " + OutputFile.why(e), e);
        } finally {
            if (!built) {
                OwnFiles.remove(root);
            }
        }
        String trees = build.trees().stream().map(Path::toString).collect(Collectors.joining(", "));
        return new BuiltSuite(
                options.withPgConfig(own.pgConfig()),
                Optional.of(root),
                List.of("built and installed into a copy of the server, which goes with it: " + trees));
    }

    /** The server to use. */
    public PrivateClusterOptions options() {
        return options;
    }

    /** What was built, if anything was. */
    public List<String> notes() {
        return notes;
    }

    @Override
    public void close() {
        root.ifPresent(OwnFiles::remove);
    }
}
