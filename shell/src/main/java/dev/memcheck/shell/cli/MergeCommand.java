package dev.memcheck.shell.cli;

import dev.memcheck.capture.Capture;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.shell.batch.MergedRun;
import dev.memcheck.shell.batch.RunFile;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.ReportRequests;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck merge A B...} */
@Command(
        name = MergeCommand.NAME,
        description = {
            "Put runs of parts of a suite (memcheck run --shard) together.",
            "They are what --save has kept, or JSON reports. Shows each defect once, and writes",
            "the reports that run writes.",
            "Exit code as that of the run that they would have been together."
        },
        sortOptions = false)
public final class MergeCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "merge";

    private final Streams streams;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "runs saved with --save, and JSON reports")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--save", paramLabel = "FILE", description = "save the whole as one run, with the trees there are")
    private String save;

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Mixin
    private ReportOptions reporting = new ReportOptions();

    @Mixin
    private ColorOption color = new ColorOption();

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    public MergeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        ReportRequests requests = reporting.requests();
        requests.requireUnread(files);
        Optional<OutputFile> kept = Optional.ofNullable(save).map(name -> OutputFile.of(name, "the run"));
        kept.ifPresent(file -> file.requireUnread(files, "the run"));
        kept.ifPresent(file -> requests.requireFree(file, "the run"));
        for (int at = 0; at < files.size(); at++) {
            if (files.indexOf(files.get(at)) < at) {
                throw new UsageException(files.get(at) + " is there twice");
            }
        }
        List<Capture> runs = files.stream().map(RunFile::read).toList();
        MergedRun merged = MergedRun.of(files, runs);
        RunReport report = merged.report();
        List<Path> directories = new ArrayList<>(sources.directories());
        directories.addAll(report.sources());
        Streams colored = color.applied(streams);
        Screen screen = requests.takeStandardOutput() ? colored.errorScreen() : colored.screen();
        merged.print(screen);
        ExitCode written = requests.write(report.withSources(directories), streams);
        if (kept.isPresent()) {
            written = written.or(save(merged, kept.get()));
        }
        return exitCode(report.verdict()).or(written).code();
    }

    private ExitCode save(MergedRun merged, OutputFile file) {
        try {
            merged.save(file);
            return ExitCode.GOOD;
        } catch (IOException e) {
            streams.err().println("memcheck: the run could not be saved: " + OutputFile.why(e));
            return ExitCode.USAGE;
        }
    }

    private static ExitCode exitCode(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> ExitCode.GOOD;
            case UNFINISHED, FAILED -> ExitCode.FAILED;
            case NO_BACKEND -> ExitCode.NO_BACKEND;
        };
    }
}
