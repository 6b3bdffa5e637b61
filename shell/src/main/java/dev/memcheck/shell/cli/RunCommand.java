package dev.memcheck.shell.cli;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.render.text.Style;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.RunReport;
import dev.memcheck.run.RunOptions;
import dev.memcheck.script.ParseException;
import dev.memcheck.shell.batch.BisectVerdict;
import dev.memcheck.shell.batch.FileRuns;
import dev.memcheck.shell.batch.FileTask;
import dev.memcheck.shell.batch.Interruption;
import dev.memcheck.shell.batch.RunBaseline;
import dev.memcheck.shell.batch.RunTotal;
import dev.memcheck.shell.batch.SavedRun;
import dev.memcheck.shell.batch.Shard;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.Loudness;
import dev.memcheck.shell.out.NoVerdictException;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.ReportRequests;
import dev.memcheck.shell.out.RunReports;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionScript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck run FILE|DIR...} */
@Command(
        name = RunCommand.NAME,
        description = "Run session files (.mcs). For a directory, all session files in it and below are run.",
        sortOptions = false)
public final class RunCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "run";

    /** The option that tells git what is no verdict. */
    static final String BISECT = "--bisect";

    private final Streams streams;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "files and directories to run, in this order")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--record-expectations",
            description =
                    "add to each file the expectations that hold now, where it has none, and save the numbers that"
                            + " \"no worse than\" compares with")
    private boolean record;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "save all snapshots and findings to this file, for memcheck view and memcheck diff")
    private String save;

    @Option(
            names = BISECT,
            description =
                    "for git bisect run: exit with 125, which has it take another commit, where statements failed,"
                            + " files could not be read or there was no server, and so there is no verdict")
    private boolean bisect;

    @Mixin
    private LoudnessOptions loudness = new LoudnessOptions();

    @Mixin
    private ScheduleOptions schedule = new ScheduleOptions();

    @Mixin
    private BaselineOptions baselines = new BaselineOptions();

    @Mixin
    private ReportOptions reporting = new ReportOptions();

    @Mixin
    private SourceOptions sourceOptions = new SourceOptions();

    @Mixin
    private CommonOptions options = new CommonOptions();

    public RunCommand(Streams streams) {
        this.streams = streams;
    }

    /** The command with its options; empty if picocli is to read them. */
    public static Optional<Callable<Integer>> plain(List<String> line, Streams streams) {
        PlainWords words = new PlainWords(line);
        RunCommand command = new RunCommand(streams);
        command.record = words.flag("--record-expectations");
        command.save = words.value("--save");
        command.bisect = words.flag(BISECT);
        command.loudness.take(words);
        command.schedule.take(words);
        command.baselines.take(words);
        command.reporting.take(words);
        command.sourceOptions.take(words);
        command.options.take(words);
        for (String file : words.rest()) {
            command.files.add(words.pathOf(file));
        }
        return words.arePlain() && !command.files.isEmpty() ? Optional.of(command) : Optional.empty();
    }

    @Override
    public Integer call() {
        try (BackendSources sources = options.target().sources(Optional.empty(), "", streams)) {
            sources.begin(files.get(0));
            return run(sources);
        } catch (UsageException | ParseException | BackendUnavailableException e) {
            throw bisect ? new NoVerdictException(e) : e;
        }
    }

    private int run(BackendSources sources) {
        Commands commands = new Commands();
        int jobs = schedule.jobs(sources);
        if (record && save != null) {
            throw new UsageException("--record-expectations and --save cannot be used together: a run that records"
                    + " judges nothing, so there is nothing to save");
        }
        RunBaseline baseline = baselines.read();
        ReportRequests requests = reporting.requests();
        RunOptions judging = judging(baseline, requests.areNone() && save == null);
        // Standard output is either for people or for the program that reads the report.
        boolean taken = requests.takeStandardOutput();
        Streams colored = options.color().applied(streams);
        Screen screen = (taken ? colored.errorScreen() : colored.screen()).with(loudness.loudness());
        List<Path> all = SessionScript.expand(files);
        List<SessionScript> scripts = readAll(all, commands, screen);
        Optional<OutputFile> kept = Optional.ofNullable(save).map(name -> OutputFile.of(name, "the run"));
        List<Path> read =
                Stream.concat(all.stream(), baselines.onlyRead().stream()).toList();
        kept.ifPresent(file -> file.requireUnread(read, "the run"));
        requests.requireUnread(read);
        kept.ifPresent(file -> requests.requireFree(file, "the run"));
        baseline.file().ifPresent(file -> requests.requireFree(file, "the baseline"));
        if (baseline.file()
                .filter(file -> kept.filter(file::isSame).isPresent())
                .isPresent()) {
            throw new UsageException(
                    "the run and the baseline cannot both go to " + save + ": give each a file of its own");
        }
        long startedAt = System.nanoTime();
        try (Interruption interruption = Interruption.bySignals(streams);
                SavedRun saved = SavedRun.to(kept)) {
            FileRuns runs =
                    new FileRuns(screen, !taken && streams.terminalOut(), jobs, schedule.failFast(), interruption);
            ExitCode written;
            try {
                FileTask task = new FileTask(commands, sources, judging, interruption, saved);
                runs.run(scripts, record ? task::record : task::run);
            } finally {
                RunReport report = RunReports.of(judging, runs.reports()).withSources(sourceOptions.directories());
                written = requests.write(report, streams, interruption::isRequested);
                written = written.or(saved.write(report, runs.results(), streams.err()));
            }
            if (!record) {
                printTotal(screen, runs, Duration.ofNanos(System.nanoTime() - startedAt));
            }
            baseline.finish(schedule.shard().isWhole() && runs.results().size() == scripts.size(), screen);
            return (bisect ? forBisect(runs) : runs.worst().or(written)).code();
        }
    }

    private static ExitCode forBisect(FileRuns runs) {
        return BisectVerdict.of(
                runs.worst(),
                runs.reports().stream()
                        .flatMap(report -> report.failures().stream())
                        .map(ReportedFailure::failure)
                        .toList());
    }

    private static void printTotal(Screen screen, FileRuns runs, Duration time) {
        boolean good = runs.worst() == ExitCode.GOOD;
        if (!good || screen.loudness() != Loudness.FAILURES) {
            screen.say(RunTotal.of(runs.results(), time), good ? Style.OK : Style.ERROR);
            screen.flush();
        }
    }

    private RunOptions judging(RunBaseline baseline, boolean isUnreported) {
        RunOptions judging = options.judging().forFiles().knowing(baseline.known());
        return isUnreported ? judging.withoutStatements() : judging;
    }

    /** Reads all files before the first one runs, and tells of all that cannot be read. */
    private List<SessionScript> readAll(List<Path> all, Commands commands, Screen screen) {
        List<SessionScript> scripts = new ArrayList<>();
        List<ParseException> errors = new ArrayList<>();
        Shard shard = schedule.shard();
        List<Path> chosen = all.stream().filter(shard::has).toList();
        if (!shard.isWhole()) {
            screen.say("shard " + shard + ": " + chosen.size() + " of " + AmountWords.counted(all.size(), "file"));
            screen.flush();
        }
        for (Path file : chosen) {
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
