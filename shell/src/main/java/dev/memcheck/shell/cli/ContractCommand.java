package dev.memcheck.shell.cli;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.cluster.ExtensionFiles;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.file.OwnFiles;
import dev.memcheck.script.NumbersFile;
import dev.memcheck.shell.batch.ContractText;
import dev.memcheck.shell.batch.InitTrial;
import dev.memcheck.shell.batch.RegressionServer;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.source.ExtensionSource;
import dev.memcheck.source.FirstSession;
import dev.memcheck.source.SourceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck contract EXTENSION} */
@Command(
        name = ContractCommand.NAME,
        description = {
            "Write a session file that holds what each function of an extension may use.",
            "Each is measured with the calls of memcheck init, on a private server: bytes",
            "kept per call, the peak per row, and how that grows with the input.",
            "memcheck run FILE holds it, in CI, say."
        },
        sortOptions = false)
public final class ContractCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "contract";

    private final Streams streams;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "EXTENSION",
            description = "its name, where the server has it, or its source directory (.)")
    private String extension = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "the file to write (EXTENSION.contract.mcs)")
    private Path output;

    @Option(
            names = "--pg-config",
            paramLabel = "PATH",
            description = "pg_config of the server into which the extension was installed")
    private Path pgConfig;

    @Option(names = "--force", description = "overwrite an existing file")
    private boolean force;

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    public ContractCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Optional<Path> installed;
        ExtensionSource source;
        try {
            installed = ExtensionFiles.directory(Optional.ofNullable(pgConfig));
            source = source(installed);
        } catch (SourceException | BackendUnavailableException e) {
            throw new UsageException(e.getMessage(), e);
        }
        Path file = output == null ? Path.of(source.name() + ".contract.mcs") : output;
        if (Files.exists(file) && !force) {
            throw new UsageException(file + " is there already; --force overwrites it");
        }
        PrivateClusterOptions server = PrivateClusterOptions.fromEnvironment();
        InitTrial trial = new InitTrial(
                source,
                pgConfig == null ? server : server.withPgConfig(pgConfig),
                installed,
                FirstSession.Form.CONTRACT);
        InitTrial.Outcome draft = trial.session(RegressionServer.usual(), true);
        draft.untried().ifPresent(why -> {
            throw new UsageException("nothing was measured: " + why);
        });
        ContractText.Contract contract = measured(draft.session().text());
        if (contract.bounds() == 0) {
            throw new UsageException("nothing was measured: " + draft.session().words());
        }
        write(file, contract.text());
        streams.out().println("wrote " + file);
        streams.out()
                .println(draft.session().words() + "; " + contract.bounds() + " bounds. To hold them: memcheck run "
                        + file);
        streams.out().flush();
        return ExitCode.GOOD.code();
    }

    private ExtensionSource source(Optional<Path> installed) {
        boolean isDirectory = extension.isEmpty() || Files.isDirectory(Path.of(extension));
        if (isDirectory || installed.isEmpty()) {
            return ExtensionSource.read(Path.of(extension), installed);
        }
        return ExtensionSource.installed(extension, installed.get());
    }

    /** Runs it once, with everything recorded that holds. */
    private ContractText.Contract measured(String draft) {
        try {
            Path work = OwnFiles.temporary(NAME, "d");
            Files.createDirectory(work);
            try {
                Path file = work.resolve("draft.mcs");
                Files.writeString(file, draft);
                if (record(file) == ExitCode.INTERRUPTED.code()) {
                    throw new UsageException("nothing was measured: interrupted");
                }
                Path numbers = work.resolve("draft.mcs.numbers");
                String saved = Files.exists(numbers) ? Files.readString(numbers) : "";
                return ContractText.of(Files.readString(file), NumbersFile.parse(numbers.toString(), saved));
            } finally {
                OwnFiles.remove(work);
            }
        } catch (IOException e) {
            throw new UsageException("there is no room to measure: " + OutputFile.why(e), e);
        }
    }

    private int record(Path file) {
        List<String> line = new ArrayList<>(List.of("--record-expectations"));
        if (pgConfig != null) {
            line.add("--pg-config=" + pgConfig);
        }
        line.add(file.toString());
        Streams silent = new Streams(
                streams.in(),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                streams.charset(),
                streams.environment(),
                false,
                false);
        return RunCommand.plain(line, silent)
                .map(ContractCommand::ended)
                .orElseThrow(() -> new IllegalStateException("an option of memcheck run is unknown: " + line));
    }

    private static int ended(Callable<Integer> run) {
        try {
            return run.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            OutputFile.of(file.toString(), "the contract")
                    .write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + OutputFile.why(e), e);
        }
    }
}
