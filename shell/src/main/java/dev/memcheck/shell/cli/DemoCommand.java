package dev.memcheck.shell.cli;

import dev.memcheck.script.IncludeResolver;
import dev.memcheck.shell.batch.BatchRun;
import dev.memcheck.shell.batch.Interruption;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.prompt.PromptSession;
import dev.memcheck.shell.prompt.PromptStart;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code memcheck demo}: a first look, at an extension with planted bugs. */
@Command(
        name = DemoCommand.NAME,
        description = {
            "Show a leak, a wrong context and a cache that is neither, in the demo extension buggy_ext.",
            "At a terminal it stays at the prompt; otherwise it ends with the verdict as exit code.",
            "The extension must be on the server: ./install.sh --demo installs it, and packages have it."
        },
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "demo";

    private static final String FILE = "demo.mcs";

    private final Streams streams;

    @Mixin
    private CommonOptions options = new CommonOptions();

    public DemoCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Commands commands = new Commands();
        Streams colored = options.color().applied(streams);
        BackendSources sources = options.target().sources(Optional.empty(), "", streams);
        SessionStart start = new SessionStart(commands);
        IncludeResolver.Source demo = new IncludeResolver.Source(FILE, text());
        if (colored.terminalIn()) {
            return PromptSession.run(
                            colored,
                            commands,
                            sources,
                            options.judging().forPrompt(),
                            options.judging().forFiles(),
                            new PromptStart(start, Optional.empty(), Optional.of(start.later(demo))))
                    .code();
        }
        try (Interruption interruption = Interruption.bySignals(streams)) {
            return new BatchRun(
                            colored.screen(),
                            commands,
                            sources,
                            options.judging().forFiles(),
                            true,
                            interruption,
                            List.of(),
                            unread -> {})
                    .run(start.script(FILE, List.of(demo)))
                    .code();
        }
    }

    private static String text() {
        try (InputStream file = DemoCommand.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo cannot be read from memcheck's own jar", e);
        }
    }
}
