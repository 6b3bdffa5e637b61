package dev.memcheck.shell.cli;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.cluster.ExtensionFiles;
import dev.memcheck.shell.batch.CargoInstall;
import dev.memcheck.shell.batch.InitFile;
import dev.memcheck.shell.batch.RegressionSuite;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.source.ExtensionSource;
import dev.memcheck.source.FirstSession;
import dev.memcheck.source.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck init [DIR]} */
@Command(
        name = InitCommand.NAME,
        description = {
            "Write a first session file for an extension, from its control file and SQL scripts, or its crate with pgrx.",
            "It has a window for each function that a plain call can test, and a comment for every other one."
        },
        sortOptions = false)
public final class InitCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "init";

    private final Streams streams;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "the extension's source directory (.)")
    private Path directory = Path.of("");

    @Option(
            names = "--with",
            paramLabel = "FILE",
            split = ",",
            description = "also write these: makefile (a make target), github (a workflow), gitlab (a job)")
    private List<InitFile> with = new ArrayList<>();

    @Option(
            names = "--pg-config",
            paramLabel = "PATH",
            description = "pg_config of the server into which cargo installed a crate's extension")
    private Path pgConfig;

    @Option(names = "--force", description = "overwrite existing files")
    private boolean force;

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    public InitCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        ExtensionSource source;
        try {
            source = ExtensionSource.read(directory, ExtensionFiles.directory(Optional.ofNullable(pgConfig)));
        } catch (SourceException | BackendUnavailableException e) {
            throw new UsageException(e.getMessage(), e);
        }
        FirstSession.Written session = FirstSession.of(source, backend(source));
        Map<Path, String> files = new LinkedHashMap<>();
        Path sessionFile = directory.resolve(source.name() + ".mcs");
        files.put(sessionFile, session.text());
        with.forEach(file -> files.put(
                directory.resolve(file.path()),
                build(source).map(cargo -> cargo.text(file)).orElseGet(file::text)));
        // Asked of all before the first is written, so that it is all or nothing.
        for (Path file : files.keySet()) {
            if (Files.exists(file) && !force) {
                throw new UsageException(file + " is there already; --force overwrites it");
            }
        }
        files.forEach(this::write);
        String called = AmountWords.counted(session.called(), "function is called", "functions are called");
        String others = session.skipped() == 0
                ? ""
                : "; " + AmountWords.counted(session.skipped(), "other is", "others are")
                        + " listed with the reason why not";
        streams.out().println(called + others + ". Try: memcheck run " + sessionFile);
        streams.out().flush();
        return ExitCode.GOOD.code();
    }

    /** As its own tests have it. */
    private List<String> backend(ExtensionSource source) {
        if (source.crate().isPresent()) {
            return List.of();
        }
        try {
            return RegressionSuite.server(directory, Optional.ofNullable(pgConfig))
                    .words();
        } catch (UsageException severalSuites) {
            return List.of();
        }
    }

    /** How the extension is built and installed, the crate as seen from here. */
    private Optional<CargoInstall> build(ExtensionSource source) {
        return source.crate().map(crate -> new CargoInstall(crate, directory));
    }

    private void write(Path file, String text) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            OutputFile.of(file.toString(), "the file").write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + OutputFile.why(e), e);
        }
        streams.out().println("wrote " + file);
    }
}
