package dev.memcheck.shell;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.script.ParseException;
import dev.memcheck.shell.cli.MemcheckCommand;
import dev.memcheck.shell.cli.RunCommand;
import dev.memcheck.shell.cli.Subcommands;
import dev.memcheck.shell.cli.WrongWords;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.NoVerdictException;
import dev.memcheck.shell.out.OwnMistake;
import dev.memcheck.shell.out.StandardOutput;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.out.VersionText;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Where the process starts and ends: the one place where errors become messages and exit codes. */
public final class Main {
    /** For a bug in memcheck; the four documented codes do not cover it. */
    private static final int INTERNAL_ERROR = 70;

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        // JLine and the driver log through java.util.logging, whose default is the user's screen. This class configures
        // nothing, and is made only when somebody logs. To ask the log manager itself would make it now.
        System.setProperty("java.util.logging.config.class", "java.lang.Object");
        Streams streams = Streams.ofProcess();
        int code = undelivered(run(args, streams), streams);
        streams.out().flush();
        streams.err().flush();
        System.exit(code);
    }

    /** Output that could not be written makes the run fail, whatever else came of it. */
    private static int undelivered(int code, Streams streams) {
        Optional<String> trouble = streams.out() instanceof StandardOutput out ? out.trouble() : Optional.empty();
        if (trouble.isPresent()) {
            streams.err().println("memcheck: standard output could not be written: " + trouble.get());
        }
        boolean outranked = code == ExitCode.GOOD.code() || code == ExitCode.FAILED.code();
        return trouble.isPresent() && outranked ? ExitCode.USAGE.code() : code;
    }

    /** Runs the command line on streams; the process lives on. The version comes first, and without lambdas: linking the first is slow. */
    static int run(String[] args, Streams streams) {
        if (args.length == 1 && VersionText.OPTIONS.contains(args[0])) {
            for (String line : VersionText.lines()) {
                streams.out().println(line);
            }
            return ExitCode.GOOD.code();
        }
        try {
            Optional<Callable<Integer>> plain = plain(List.of(args), streams);
            return plain.isPresent() ? called(plain.get(), streams) : read(args, streams);
        } catch (OutOfMemoryError e) {
            return outOfMemory(streams);
        }
    }

    /** The command with its options, where the line is plain and calls one of those that start often; empty if picocli is to read it. */
    private static Optional<Callable<Integer>> plain(List<String> words, Streams streams) {
        return !words.isEmpty() && words.get(0).equals(RunCommand.NAME)
                ? RunCommand.plain(words.subList(1, words.size()), streams)
                : MemcheckCommand.plain(words, streams);
    }

    private static int called(Callable<Integer> command, Streams streams) {
        try {
            return command.call();
        } catch (Exception e) {
            return failed(e, streams);
        }
    }

    private static int read(String[] args, Streams streams) {
        CommandLine line = new CommandLine(new MemcheckCommand(streams));
        // picocli reads the annotations of each
        List<String> wanted = Subcommands.NAMES.contains(args[0]) ? List.of(args[0]) : Subcommands.NAMES;
        wanted.forEach(name -> line.addSubcommand(Subcommands.of(name, streams)));
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, Main::path)
                .setOut(streams.out())
                .setErr(streams.err())
                .setParameterExceptionHandler((error, unused) -> wrongUsage(WrongWords.of(error), streams.err()))
                .setExecutionExceptionHandler((error, command, parsed) -> failed(error, streams))
                .setExecutionStrategy(parsed -> {
                    Optional<String> misplaced =
                            WrongWords.beforeCommand(parsed).or(() -> WrongWords.helpOfNone(parsed));
                    return misplaced.isPresent()
                            ? wrongUsage(misplaced.get(), streams.err())
                            : new CommandLine.RunLast().execute(parsed);
                })
                .execute(args);
    }

    /** The program with all its commands. */
    static CommandLine line(Streams streams) {
        CommandLine line = new CommandLine(new MemcheckCommand(streams));
        Subcommands.NAMES.forEach(name -> line.addSubcommand(Subcommands.of(name, streams)));
        return line;
    }

    private static boolean isOutOfMemory(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    /** No finding: nothing can be said of what was run. */
    private static int outOfMemory(Streams streams) {
        streams.out().flush();
        streams.err().println("memcheck: " + OwnMistake.outOfMemory());
        return ExitCode.NO_BACKEND.code();
    }

    /** Java names files in the charset of the locale, which in a container may be ASCII. */
    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("this locale cannot encode the file name: "
                    + ServerText.clean(e.getReason()) + "; try LC_ALL=C.UTF-8");
        }
    }

    private static int failed(Exception error, Streams streams) {
        streams.out().flush();
        if (error instanceof NoVerdictException && error.getCause() instanceof RuntimeException cause) {
            failed(cause, streams);
            return ExitCode.NO_VERDICT.code();
        }
        if (error instanceof UsageException) {
            return wrongUsage(error.getMessage(), streams.err());
        } else if (error instanceof ParseException parse) {
            streams.err().println(parse.rendering());
            return ExitCode.USAGE.code();
        } else if (error instanceof BackendUnavailableException) {
            ServerText.lines("memcheck: no backend: " + error.getMessage()).forEach(streams.err()::println);
            return ExitCode.NO_BACKEND.code();
        } else if (isOutOfMemory(error)) {
            return outOfMemory(streams);
        }
        streams.err().println("memcheck: this is a bug in memcheck; please report it with the lines below");
        error.printStackTrace(streams.err());
        return INTERNAL_ERROR;
    }

    private static int wrongUsage(String message, PrintWriter err) {
        err.println("memcheck: " + message);
        err.println("Try \"memcheck --help\" for more information.");
        return ExitCode.USAGE.code();
    }
}
