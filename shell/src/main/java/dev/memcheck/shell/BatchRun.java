package dev.memcheck.shell;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.render.Style;
import dev.memcheck.run.Failure;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.RunOutcome;
import java.util.Optional;

/** Runs session texts without a person: each on a backend of its own, with a summary and an exit code. */
final class BatchRun {
    private final Screen screen;
    private final Commands commands;
    private final BackendSources sources;
    private final RunOptions options;
    private final boolean echo;

    /** @param echo whether each statement is shown before what came of it */
    BatchRun(Screen screen, Commands commands, BackendSources sources, RunOptions options, boolean echo) {
        this.screen = screen;
        this.commands = commands;
        this.sources = sources;
        this.options = options;
        this.echo = echo;
    }

    /** Runs one text to its end and says what came of it. */
    ExitCode run(SessionScript script) {
        try (BackendSource source = sources.of(script)) {
            ExitCode code = run(script, source);
            source.partingWords().ifPresent(screen::say);
            return code;
        } catch (BackendUnavailableException unavailable) {
            return refused(script, unavailable);
        } finally {
            screen.flush();
        }
    }

    private ExitCode run(SessionScript script, BackendSource source) {
        try (Session session = new Session(script.parser(), commands, source, screen, options, Optional.empty())) {
            try {
                if (echo) {
                    session.play(script.items());
                } else {
                    session.run(script.items());
                }
                return summarize(script, session.finish());
            } catch (BackendUnavailableException unavailable) {
                summarize(script, session.runner().outcome());
                return refused(script, unavailable);
            }
        }
    }

    private ExitCode refused(SessionScript script, BackendUnavailableException unavailable) {
        screen.say(script.name() + ": no backend: " + unavailable.getMessage(), Style.ERROR);
        return ExitCode.NO_BACKEND;
    }

    private ExitCode summarize(SessionScript script, RunOutcome outcome) {
        for (Failure failure : outcome.failures()) {
            String where = failure.position().map(String::valueOf).orElse(script.name());
            screen.say(where + ": " + failure.text(), Style.ERROR);
        }
        ExitCode code = ExitCode.of(outcome);
        String words = script.name() + ": " + (code == ExitCode.GOOD ? "ok" : "FAILED") + ", "
                + counted(outcome.statements(), "statement") + ", "
                + counted(outcome.windows(), "window") + ", "
                + counted(outcome.findings().size(), "finding")
                + (outcome.expectationsHeld() > 0
                        ? ", " + counted(outcome.expectationsHeld(), "expectation") + " held"
                        : "");
        screen.say(words, code == ExitCode.GOOD ? Style.OK : Style.ERROR);
        return code;
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
