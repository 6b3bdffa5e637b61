package dev.memcheck.shell.batch;

import dev.memcheck.capture.SessionCapture;
import dev.memcheck.report.SessionReport;
import dev.memcheck.run.RunListener;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.TreeQuestions;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.Loudness;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is done with one session file, and what is kept of it. Safe for use by several threads. */
public final class FileTask {
    private final Commands commands;
    private final BackendSources sources;
    private final RunOptions options;
    private final Interruption interruption;
    private final SavedRun saved;

    public FileTask(
            Commands commands, BackendSources sources, RunOptions options, Interruption interruption, SavedRun saved) {
        this.commands = commands;
        this.sources = sources;
        this.options = options;
        this.interruption = interruption;
        this.saved = saved;
    }

    /** Runs it. */
    public FileResult run(SessionScript script, Screen screen) {
        List<SessionReport> reports = new ArrayList<>();
        List<RunListener> witnesses = new ArrayList<>();
        Optional<SessionCapture> capture = saved.begin();
        capture.ifPresent(witnesses::add);
        ExitCode code = new BatchRun(
                        screen,
                        commands,
                        sources,
                        options(script, screen),
                        false,
                        interruption,
                        witnesses,
                        reports::add)
                .run(script);
        Optional<SessionReport> report = reports.stream().findFirst();
        capture.ifPresent(kept -> kept.finish(report.orElseThrow()));
        return new FileResult(code, report, capture);
    }

    /** Where nobody sees what each statement did to the tree, nobody looks. */
    private RunOptions options(SessionScript script, Screen screen) {
        boolean seen =
                options.keepsStatements() || screen.loudness() == Loudness.ALL || TreeQuestions.areIn(script.items());
        return seen ? options : options.withoutLooksInside();
    }

    /** Runs it and writes into it what held. */
    public FileResult record(SessionScript script, Screen screen) {
        return FileResult.of(
                new BatchRun(screen, commands, sources, options, false, interruption, List.of(), unreported -> {})
                        .record(script));
    }
}
