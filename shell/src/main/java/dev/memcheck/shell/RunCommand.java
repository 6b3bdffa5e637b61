package dev.memcheck.shell;

import dev.memcheck.report.SessionReport;
import dev.memcheck.run.RunOptions;
import dev.memcheck.script.ParseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck run FILE|DIR...} */
@Command(
        name = "run",
        description = "Run session files (.mcs); a directory stands for all of them in it and below.",
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "what to run, in this order")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--record-expectations",
            description = "write into each file what holds of it, where it says nothing yet, and the numbers that"
                    + " \"no worse than\" compares with")
    private boolean record;

    @Mixin
    private ReportOptions reporting = new ReportOptions();

    @Mixin
    private CommonOptions options = new CommonOptions();

    RunCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Commands commands = new Commands();
        BackendSources sources = options.target().sources(Optional.empty(), streams.environment());
        RunOptions judging = options.judging().forFiles();
        ReportRequests requests = reporting.requests();
        // Standard output is either for people or for the program that reads the report.
        Screen screen = requests.takeStandardOutput() ? streams.errorScreen() : streams.screen();
        List<SessionReport> reports = new ArrayList<>();
        BatchRun batch = new BatchRun(screen, commands, sources, judging, false, reports::add);
        List<SessionScript> scripts = readAll(commands);
        ExitCode worst = ExitCode.GOOD;
        try {
            for (SessionScript script : scripts) {
                worst = worst.or(record ? batch.record(script) : batch.run(script));
            }
        } finally {
            worst = worst.or(requests.write(RunReports.of(judging, reports), streams));
        }
        return worst.code();
    }

    /** Reads all files before the first one runs, and tells of all that cannot be read. */
    private List<SessionScript> readAll(Commands commands) {
        List<SessionScript> scripts = new ArrayList<>();
        List<ParseException> errors = new ArrayList<>();
        for (Path file : SessionScript.expand(files)) {
            try {
                scripts.add(SessionScript.read(file, commands));
            } catch (ParseException e) {
                errors.add(e);
            }
        }
        if (!errors.isEmpty()) {
            errors.subList(0, errors.size() - 1).forEach(error -> streams.err().println(error.rendering()));
            throw errors.get(errors.size() - 1);
        }
        return scripts;
    }
}
