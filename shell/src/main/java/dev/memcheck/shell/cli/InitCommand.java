package dev.memcheck.shell.cli;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.cluster.ExtensionFiles;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.shell.batch.CargoInstall;
import dev.memcheck.shell.batch.InitFile;
import dev.memcheck.shell.batch.InitTrial;
import dev.memcheck.shell.batch.RegressionServer;
import dev.memcheck.shell.batch.RegressionSuite;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.source.BuildTool;
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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            description = "also write these: makefile (a make target), github (a workflow), gitlab (a job),"
                    + " cargo (for a crate: cargo memcheck)")
    private List<InitFile> with = new ArrayList<>();

    @Option(
            names = "--pg-config",
            paramLabel = "PATH",
            description = "pg_config of the server into which the extension was installed")
    private Path pgConfig;

    @Option(names = "--extension", paramLabel = "NAME", description = "of several extensions in DIR, this one")
    private String extension;

    @Option(
            names = "--untried",
            description =
                    "do not call the functions on a private server, which tells those that only fail with sample values")
    private boolean untried;

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
        Optional<Path> installed;
        try {
            installed = ExtensionFiles.directory(Optional.ofNullable(pgConfig));
            source = ExtensionSource.read(directory, installed, Optional.ofNullable(extension));
        } catch (SourceException | BackendUnavailableException e) {
            throw new UsageException(e.getMessage(), e);
        }
        Map<Path, String> files = new LinkedHashMap<>();
        Path sessionFile = directory.resolve(source.name() + ".mcs");
        files.put(sessionFile, "");
        with.forEach(file -> files.put(
                directory.resolve(file.path()),
                build(source).map(cargo -> cargo.text(file)).orElseGet(file::text)));
        Set<Path> continued = besides(source, files);
        // Asked of all before the first is written, so that it is all or nothing.
        for (Path file : files.keySet()) {
            if (Files.exists(file) && !force && !continued.contains(file)) {
                throw new UsageException(file + " is there already; --force overwrites it");
            }
        }
        InitTrial.Outcome outcome = outcome(source, installed);
        files.put(sessionFile, outcome.session().text());
        files.forEach(this::write);
        outcome.untried()
                .ifPresent(why -> streams.out()
                        .println("none was tried: "
                                + ServerText.lines(why).stream()
                                        .map(String::strip)
                                        .collect(Collectors.joining("; "))
                                + "\nOnce it is installed there (" + installing(source)
                                + ", say), memcheck init --force " + directory
                                + " tries them."));
        streams.out().println(outcome.session().words() + ". Try: memcheck run " + sessionFile);
        streams.out().flush();
        return ExitCode.GOOD.code();
    }

    /** @return those that are there already and go on */
    private Set<Path> besides(ExtensionSource source, Map<Path, String> files) {
        Path configuration = directory.resolve(CargoInstall.CONFIGURATION);
        if (!with.contains(InitFile.CARGO)) {
            return Set.of();
        }
        if (source.crate().isEmpty()) {
            throw new UsageException("--with cargo is for a crate, and " + directory.toAbsolutePath() + " is none");
        }
        try {
            Optional<String> there = Files.isRegularFile(configuration)
                    ? Optional.of(Files.readString(configuration, StandardCharsets.UTF_8))
                    : Optional.empty();
            CargoInstall.besides(InitFile.CARGO, there)
                    .forEach((name, text) -> files.put(directory.resolve(name), text));
        } catch (IOException e) {
            throw new UsageException("cannot read " + configuration + ": " + OutputFile.why(e), e);
        }
        return Set.of(configuration);
    }

    private InitTrial.Outcome outcome(ExtensionSource source, Optional<Path> installed) {
        PrivateClusterOptions server = PrivateClusterOptions.fromEnvironment();
        if (pgConfig != null) {
            server = server.withPgConfig(pgConfig);
        }
        return new InitTrial(source, server, installed, FirstSession.Form.SESSION).session(server(source), !untried);
    }

    /** As its own tests have it. */
    private RegressionServer server(ExtensionSource source) {
        if (source.crate().isPresent()) {
            return RegressionServer.usual();
        }
        try {
            return RegressionSuite.server(directory, Optional.ofNullable(pgConfig));
        } catch (UsageException severalSuites) {
            return RegressionServer.usual();
        }
    }

    /** Many a Makefile sets its own PG_CONFIG, which only a word of make's command overrides. */
    private String installing(ExtensionSource source) {
        Optional<Path> config = Optional.ofNullable(pgConfig)
                .or(() -> PrivateClusterOptions.fromEnvironment().pgConfig());
        String option = source.crate().isPresent() ? " --pg-config " : " PG_CONFIG=";
        Optional<BuildTool> built = BuildTool.of(directory);
        if (source.crate().isEmpty() && built.isPresent() && built.get() != BuildTool.MAKE) {
            return byHand(built.get());
        }
        String tool = source.crate().isPresent() ? "cargo pgrx install" : "make install";
        return tool + config.map(path -> option + path).orElse("");
    }

    private String byHand(BuildTool tool) {
        try {
            return tool.byHand(directory);
        } catch (IOException e) {
            throw new UsageException("cannot read " + directory + ": " + OutputFile.why(e), e);
        }
    }

    /** How the extension is built and installed, the crate as seen from here. */
    private Optional<CargoInstall> build(ExtensionSource source) {
        return source.crate().map(crate -> new CargoInstall(crate, directory, source.testsOfCrate()));
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
