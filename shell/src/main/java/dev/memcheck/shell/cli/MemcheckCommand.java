package dev.memcheck.shell.cli;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.PasswordNeededException;
import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.NearMiss;
import dev.memcheck.shell.batch.BatchRun;
import dev.memcheck.shell.batch.Interruption;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.out.VersionText;
import dev.memcheck.shell.prompt.PromptSession;
import dev.memcheck.shell.prompt.PromptStart;
import dev.memcheck.shell.screen.FirstPrompt;
import dev.memcheck.shell.screen.SystemTerminal;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionScript;
import dev.memcheck.shell.session.SessionStart;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck}: the prompt, or a session text on standard input. */
@Command(
        name = "memcheck",
        description = {
            "Shows what a PostgreSQL extension does to the backend's memory.",
            "",
            "At the prompt: begin; SELECT my_fn(); end",
            "Standard input that is not a terminal is read as a session file.",
            ""
        },
        versionProvider = VersionText.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 all is well; 1 a finding, a failed expectation or an unexpected",
            "error; 2 wrong usage, or a session file that cannot be read; 3 no backend."
        })
public final class MemcheckCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(
            arity = "0..1",
            paramLabel = "URI|DBNAME",
            description = "database on a running server, or a URI (postgresql://user@host:port/db)")
    private String database;

    @Option(
            names = "--play",
            paramLabel = "FILE",
            description = "run a session file as if it were typed, then stay at the prompt")
    private Path play;

    @Mixin
    private StartOptions starting = new StartOptions();

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(
            names = {VersionText.OPTION_SHORT, VersionText.OPTION},
            versionHelp = true,
            description = "show the version")
    private boolean version;

    public MemcheckCommand(Streams streams) {
        this.streams = streams;
    }

    /** The command with its options; empty if picocli is to read them. */
    public static Optional<Callable<Integer>> plain(List<String> line, Streams streams) {
        PlainWords words = new PlainWords(line);
        MemcheckCommand command = new MemcheckCommand(streams);
        command.play = words.path("--play");
        command.starting.take(words);
        command.options.take(words);
        List<String> rest = words.rest();
        command.database = rest.isEmpty() ? null : rest.get(0);
        boolean callsNone = rest.isEmpty() || rest.size() == 1 && !Subcommands.NAMES.contains(rest.get(0));
        return words.arePlain() && callsNone ? Optional.of(command) : Optional.empty();
    }

    /** The first word, if it was taken for a database. */
    Optional<String> database() {
        return Optional.ofNullable(database);
    }

    private Optional<String> nearCommand() {
        return database().flatMap(word -> NearMiss.of(word, Subcommands.NAMES));
    }

    /**
     * Connects once. A prompt would say only at the first statement that there is no such database.
     *
     * @throws dev.memcheck.backend.BackendUnavailableException if it cannot be had, with the command that may be meant
     */
    private static void tryDatabase(BackendSources sources) {
        try (BackendSource source = sources.ofPrompt()) {
            source.connect().close();
        } catch (PasswordNeededException isThere) {
            // The prompt asks for it.
        }
    }

    /** One word names a database, as in psql; if there is none, a command may have been meant. */
    private String doubt() {
        return nearCommand()
                .map(near -> " (if a command was meant: memcheck " + near + ")")
                .orElse("");
    }

    @Override
    public Integer call() {
        boolean talks = streams.terminalIn() && !starting.hasTexts();
        boolean atOnce = talks
                && play == null
                && nearCommand().isEmpty()
                && starting.saysNothing(streams.environment())
                && !options.target().asks();
        Optional<FirstPrompt> drawn = atOnce ? PromptSession.draw(streams) : Optional.empty();
        if (talks
                && !streams.environment().getOrDefault(SystemTerminal.TYPE, "").isBlank()) {
            SystemTerminal.prepare(streams.environment().get(SystemTerminal.TYPE));
        }
        try {
            return call(talks, drawn);
        } finally {
            drawn.ifPresent(FirstPrompt::close);
        }
    }

    private int call(boolean talks, Optional<FirstPrompt> drawn) {
        Streams colored = options.color().applied(streams);
        Commands commands = new Commands();
        BackendSources sources = options.target().sources(database(), doubt(), streams);
        SessionStart start = starting.start(commands);
        if (starting.hasTexts() && play != null) {
            throw new UsageException("--play stays at the prompt, and -c and -f leave: use -f for the file, too");
        }
        if (talks) {
            if (nearCommand().isPresent()) {
                tryDatabase(sources);
            }
            return PromptSession.run(
                            colored,
                            commands,
                            sources,
                            options.judging().forPrompt(),
                            options.judging().forFiles(),
                            new PromptStart(
                                    start,
                                    starting.rc(streams.environment()),
                                    Optional.ofNullable(play)
                                            .map(MemcheckCommand::source)
                                            .map(start::later),
                                    drawn))
                    .code();
        }
        SessionScript script = script(start);
        try (Interruption interruption = starting.hasTexts()
                ? Interruption.bySignals(streams).orWhenNobodyReads(streams)
                : Interruption.never()) {
            return new BatchRun(
                            colored.screen(),
                            commands,
                            new AskingSources(sources, streams),
                            options.judging().forFiles(),
                            play != null,
                            interruption,
                            List.of(),
                            unread -> {})
                    .run(script)
                    .code();
        }
    }

    private static IncludeResolver.Source source(Path file) {
        return new IncludeResolver.Source(file.toString(), SessionScript.text(file));
    }

    private SessionScript script(SessionStart start) {
        if (starting.hasTexts()) {
            return starting.script(start, streams);
        }
        IncludeResolver.Source source = play == null ? StartOptions.standardInput(streams) : source(play);
        return start.script(source.name(), List.of(source));
    }
}
