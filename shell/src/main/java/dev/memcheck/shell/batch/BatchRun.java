package dev.memcheck.shell.batch;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.render.text.Style;
import dev.memcheck.report.ReportCollector;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.WallClock;
import dev.memcheck.run.Failure;
import dev.memcheck.run.RunListener;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.RunOutcome;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.DisplaySettings;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.Loudness;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.Session;
import dev.memcheck.shell.session.SessionScript;
import dev.memcheck.shell.session.VersionGate;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs session texts without a person: each on a backend of its own, with a summary and an exit code. */
public final class BatchRun {
    private final Screen screen;
    private final Commands commands;
    private final BackendSources sources;
    private final RunOptions options;
    private final boolean echo;
    private final Interruption interruption;
    private final List<RunListener> witnesses;
    private final Consumer<SessionReport> reports;

    /**
     * @param echo whether each statement is shown before what came of it
     * @param interruption ends a text before its end
     * @param witnesses are told what happens
     * @param reports gets what a report has of each session when it is over, however it ended
     */
    public BatchRun(
            Screen screen,
            Commands commands,
            BackendSources sources,
            RunOptions options,
            boolean echo,
            Interruption interruption,
            List<RunListener> witnesses,
            Consumer<SessionReport> reports) {
        this.screen = screen;
        this.commands = commands;
        this.sources = sources;
        this.options = options;
        this.echo = echo;
        this.interruption = interruption;
        this.witnesses = witnesses;
        this.reports = reports;
    }

    /** Runs one text to its end and says what came of it. */
    public ExitCode run(SessionScript script) {
        try (BackendSource source = VersionGate.closed(sources.of(script), sources::password)) {
            if (script.items().isEmpty() && !sources.arePrivate()) {
                // Nothing asks for the server then. A word that was meant for a command may have named it.
                source.connect().close();
            }
            ExitCode code = run(script, source);
            source.partingWords().ifPresent(screen::say);
            return code;
        } catch (BackendUnavailableException unavailable) {
            String why = unavailable.getMessage();
            reports.accept(new ReportCollector(script.name(), 0, options.known(), WallClock.startedNow())
                    .withoutBackend(RunOutcome.none(), why));
            return refused(script, unavailable);
        } finally {
            screen.flush();
        }
    }

    private ExitCode run(SessionScript script, BackendSource source) {
        try (Session session = new Session(
                script.name(),
                script.parser(),
                commands,
                source,
                screen,
                options,
                Optional.empty(),
                false,
                witnesses)) {
            interruption.begin(session);
            try {
                if (echo) {
                    session.play(script.items());
                } else {
                    session.run(script.items());
                }
                RunOutcome outcome = session.finish();
                boolean finished = !interruption.isRequested();
                reports.accept(session.report(outcome, finished));
                return summarize(script, outcome, finished ? ExitCode.of(outcome) : ExitCode.INTERRUPTED);
            } catch (BackendUnavailableException unavailable) {
                reports.accept(session.reportWithoutBackend(unavailable.getMessage()));
                summarize(script, session.runner().outcome(), ExitCode.NO_BACKEND);
                return refused(script, unavailable);
            } finally {
                interruption.end(session);
            }
        }
    }

    /**
     * Runs a file, and writes into it what held. What cannot be expected, as a refused command, still fails.
     *
     * @throws UsageException if a file cannot be written
     */
    public ExitCode record(SessionScript script) {
        try (BackendSource source = VersionGate.closed(sources.of(script), sources::password);
                Session session = new Session(
                        script.name(), script.parser(), commands, source, screen, options, Optional.empty(), true)) {
            interruption.begin(session);
            session.runner().numbers().record();
            session.run(script.items());
            interruption.end(session);
            if (interruption.isRequested()) {
                screen.say(script.name() + ": interrupted, nothing is written");
                return ExitCode.INTERRUPTED;
            }
            RunOutcome outcome = session.finish();
            session.runner().numbers().write();
            int written = script.fillIn(session.held());
            ExitCode code = ExitCode.GOOD;
            for (Failure failure : outcome.failures()) {
                if (!isRecordable(failure, script)) {
                    code = ExitCode.FAILED;
                    String where = failure.position().map(String::valueOf).orElse(script.name());
                    screen.say(where + ": cannot be recorded: " + failure.text(), Style.ERROR);
                }
            }
            screen.say(script.name() + ": " + AmountWords.counted(written, "expectation") + " written");
            return code;
        } catch (BackendUnavailableException unavailable) {
            return refused(script, unavailable);
        } catch (IOException e) {
            throw new UsageException("cannot write beside " + script.name() + ": " + OutputFile.why(e), e);
        } finally {
            screen.flush();
        }
    }

    /** An error in the file itself, or a finding, is what an expectation was written for. */
    private static boolean isRecordable(Failure failure, SessionScript script) {
        boolean inFile = failure.position()
                .map(position -> position.source().equals(script.name()))
                .orElse(true);
        return failure.kind() == Failure.Kind.FINDING || inFile && failure.kind() == Failure.Kind.SQL_ERROR;
    }

    private ExitCode refused(SessionScript script, BackendUnavailableException unavailable) {
        screen.say(script.name() + ": no backend: " + unavailable.getMessage(), Style.ERROR);
        return ExitCode.NO_BACKEND;
    }

    private ExitCode summarize(SessionScript script, RunOutcome outcome, ExitCode code) {
        for (Failure failure : outcome.failures()) {
            String where = failure.position().map(String::valueOf).orElse(script.name());
            screen.say(where + ": " + failure.text(), Style.ERROR);
        }
        long known = outcome.findings().stream()
                .filter(numbered -> options.known().reason(numbered.finding()).isPresent())
                .count();
        String words = script.name() + ": " + verdict(code) + ", "
                + AmountWords.counted(outcome.statements(), "statement") + ", "
                + AmountWords.counted(outcome.windows(), "window") + ", "
                + AmountWords.counted(outcome.findings().size(), "finding")
                + (known > 0 ? " (" + known + " known)" : "")
                + (outcome.expectationsHeld() > 0
                        ? ", " + AmountWords.counted(outcome.expectationsHeld(), "expectation") + " held"
                        : "");
        if (code != ExitCode.GOOD || !isQuiet(script)) {
            screen.say(words, code == ExitCode.GOOD ? Style.OK : Style.ERROR);
        }
        return code;
    }

    private boolean isQuiet(SessionScript script) {
        return screen.loudness() == Loudness.FAILURES
                || new DisplaySettings(script.parser().variables()).quiet();
    }

    private static String verdict(ExitCode code) {
        return switch (code) {
            case GOOD -> "ok";
            case FAILED, USAGE, NO_BACKEND, NO_VERDICT -> "FAILED";
            case INTERRUPTED -> "interrupted";
        };
    }
}
