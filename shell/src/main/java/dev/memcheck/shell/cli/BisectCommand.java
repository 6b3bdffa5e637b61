package dev.memcheck.shell.cli;

import dev.memcheck.backend.cluster.ExtensionFiles;
import dev.memcheck.file.OwnFiles;
import dev.memcheck.render.text.Style;
import dev.memcheck.shell.batch.Bisection;
import dev.memcheck.shell.batch.CommitTrial;
import dev.memcheck.shell.batch.Interruption;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck bisect GOOD BAD -- FILE} */
@Command(
        name = BisectCommand.NAME,
        description = {
            "Find the first commit of an extension that fails a session file.",
            "Started in its git checkout, which is not touched: each commit is built apart",
            "and installed into a copy of the server that PG_CONFIG names. Commits that do",
            "not build, or have no verdict, are skipped. Where GOOD is the later one, the",
            "first good commit is found: the one that mends it."
        },
        sortOptions = false)
public final class BisectCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "bisect";

    private final Streams streams;

    @Parameters(index = "0", paramLabel = "GOOD", description = "a commit that passes")
    private String good;

    @Parameters(index = "1", paramLabel = "BAD", description = "a later one that does not, or an earlier one")
    private String bad;

    @Parameters(
            index = "2..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "session files, as they are now, for all commits")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--build",
            paramLabel = "COMMAND",
            description =
                    "a shell command that builds and installs a commit, for the server of $PG_CONFIG (default: by its"
                            + " configure, Makefile, CMakeLists.txt, meson.build or crate, as it has them)")
    private String build;

    @Mixin
    private ColorOption color = new ColorOption();

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    public BisectCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new UsageException("there is no file " + file);
            }
        }
        Screen screen = color.applied(streams).screen();
        try {
            Path work = OwnFiles.temporary(NAME, "d");
            Files.createDirectory(work);
            try {
                return bisect(work, screen).code();
            } finally {
                OwnFiles.remove(work);
            }
        } catch (IOException e) {
            throw new UsageException("there is no room for a bisection: " + OutputFile.why(e), e);
        }
    }

    private ExitCode bisect(Path work, Screen screen) {
        Path here = Path.of("").toAbsolutePath();
        Path pgConfig = ExtensionFiles.program(Optional.empty());
        CommitTrial trial = new CommitTrial(pgConfig, work.resolve("pg"), Optional.ofNullable(build), here, run());
        Consumer<String> told = line -> {
            screen.say(line, Style.DIM);
            screen.flush();
        };
        try (Interruption interruption = Interruption.bySignals(streams);
                Bisection bisection = new Bisection(here, work.resolve("source"), trial, told, interruption)) {
            try {
                Bisection.Result result = bisection.run(good, bad);
                // a build that heard the signal as well has failed
                return interruption.isRequested() ? ExitCode.INTERRUPTED : tell(result, screen);
            } catch (CancellationException stopped) {
                return ExitCode.INTERRUPTED;
            } catch (UsageException e) {
                // git may have heard the signal, too
                if (interruption.isRequested()) {
                    return ExitCode.INTERRUPTED;
                }
                throw e;
            }
        }
    }

    private static ExitCode tell(Bisection.Result result, Screen screen) {
        String looked = result.fixed() ? "first good commit" : "first bad commit";
        if (result.first().isEmpty()) {
            screen.say("the " + looked + " is one of these, of which there is no verdict:", Style.ERROR);
            result.left().forEach(commit -> screen.say("  " + commit));
            screen.flush();
            return ExitCode.FAILED;
        }
        screen.say(looked + ": " + result.first().get(), Style.HEADING);
        if (result.fixed() && result.outcome().isPresent()) {
            screen.say("before it:");
        }
        result.outcome().ifPresent(outcome -> screen.say(outcome.printed().stripTrailing()));
        screen.flush();
        return ExitCode.GOOD;
    }

    /** This program, running the files. */
    private List<String> run() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", program(), "dev.memcheck.shell.Main"));
        command.addAll(List.of(RunCommand.NAME, RunCommand.BISECT, "--color", "never"));
        files.forEach(file -> command.add(file.toString()));
        return command;
    }

    private static String program() {
        try {
            return Path.of(BisectCommand.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program does not know where it is", e);
        }
    }
}
