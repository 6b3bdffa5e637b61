package dev.memcheck.shell.cli;

import dev.memcheck.script.SessionBytes;
import dev.memcheck.shell.batch.BatchRun;
import dev.memcheck.shell.batch.Interruption;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.VersionText;
import dev.memcheck.shell.prompt.PromptSession;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionScript;
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
    private static final String STANDARD_INPUT = "stdin";

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
    private CommonOptions options = new CommonOptions();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version")
    private boolean version;

    public MemcheckCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Commands commands = new Commands();
        BackendSources sources = options.target().sources(Optional.ofNullable(database), streams.environment());
        if (streams.terminalIn()) {
            Optional<SessionScript> script = Optional.ofNullable(play).map(file -> SessionScript.read(file, commands));
            return PromptSession.run(
                            streams,
                            commands,
                            sources,
                            options.judging().forPrompt(),
                            options.judging().forFiles(),
                            script)
                    .code();
        }
        SessionScript script = play == null
                ? SessionScript.of(STANDARD_INPUT, SessionBytes.decode(STANDARD_INPUT, streams.readAll()), commands)
                : SessionScript.read(play, commands);
        return new BatchRun(
                        streams.screen(),
                        commands,
                        sources,
                        options.judging().forFiles(),
                        play != null,
                        Interruption.never(),
                        List.of(),
                        unread -> {})
                .run(script)
                .code();
    }
}
