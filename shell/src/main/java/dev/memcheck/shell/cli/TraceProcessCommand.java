package dev.memcheck.shell.cli;

import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.TimeLimit;
import dev.memcheck.shell.batch.BatchRun;
import dev.memcheck.shell.batch.Interruption;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionScript;
import dev.memcheck.shell.session.SessionStart;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck trace PID} */
@Command(
        name = TraceProcessCommand.NAME,
        description = {
            "Find who grows in a process of a server while it works.",
            "Also in one that runs no SQL: a launcher, a walsender, a background worker.",
            "The server must have pg_ext_memcheck in shared_preload_libraries. The process",
            "is slower meanwhile, and let go in any case. As \\trace in a session file."
        },
        sortOptions = false)
public final class TraceProcessCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "trace";

    private final Streams streams;

    @Parameters(index = "0", paramLabel = "PID", description = "a process of the server, as in pg_stat_activity")
    private String pid;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "how long, such as 500ms, 60s or 5min (default: 10s)")
    private String time;

    @Option(
            names = "--every",
            paramLabel = "SIZE",
            description = {
                "follow one chunk in so many bytes, such as 64kB: a busy process pays little;",
                "all figures are then estimates, and malloc() is not followed"
            })
    private String every;

    @Mixin
    private CommonOptions options = new CommonOptions();

    public TraceProcessCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (!pid.matches("[0-9]{1,9}")) {
            throw new UsageException("memcheck trace expects the id of a process, found \"" + pid + "\"");
        }
        if (TimeLimit.parse(time).isEmpty()) {
            throw new UsageException("--for expects a time such as 500ms, 60s or 5min, found \"" + time + "\"");
        }
        if (every != null && !every.matches("[0-9]{1,7} ?(B|kB|MB)")) {
            throw new UsageException("--every expects a size such as 64kB or 1MB, found \"" + every + "\"");
        }
        BackendSources sources = options.target().sources(Optional.empty(), "", streams);
        if (sources.arePrivate()) {
            throw new UsageException("memcheck trace needs the server of process " + pid
                    + ": give it with -h, -p, -U and -d, or in PGHOST and the like");
        }
        Commands commands = new Commands();
        SessionScript script = new SessionStart(commands)
                .script(
                        NAME,
                        List.of(new IncludeResolver.Source(
                                NAME, "\\trace " + pid + " " + time + (every == null ? "" : " every " + every))));
        try (Interruption interruption = Interruption.bySignals(streams)) {
            return new BatchRun(
                            options.color().applied(streams).screen(),
                            commands,
                            sources,
                            options.judging().forFiles(),
                            false,
                            interruption,
                            List.of(),
                            unread -> {})
                    .run(script)
                    .code();
        }
    }
}
