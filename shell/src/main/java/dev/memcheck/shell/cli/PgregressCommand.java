package dev.memcheck.shell.cli;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.cluster.ExtensionFiles;
import dev.memcheck.backend.cluster.RegressionRun;
import dev.memcheck.finding.Severity;
import dev.memcheck.render.table.FileFindingsTable;
import dev.memcheck.render.text.Style;
import dev.memcheck.run.RunOptions;
import dev.memcheck.shell.batch.BuiltSuite;
import dev.memcheck.shell.batch.CommandRunner;
import dev.memcheck.shell.batch.Interruption;
import dev.memcheck.shell.batch.RegressionOutcome;
import dev.memcheck.shell.batch.RegressionRunner;
import dev.memcheck.shell.batch.RegressionSuite;
import dev.memcheck.shell.batch.RunBaseline;
import dev.memcheck.shell.batch.SuiteBuild;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.ReportRequests;
import dev.memcheck.shell.out.RunReports;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck pgregress DIR [TEST...]} */
@Command(
        name = PgregressCommand.NAME,
        description = {
            "Run the regression tests of an extension, unchanged, inside windows.",
            "An extension that the server has not is built, and installed into a copy of the server."
        },
        sortOptions = false)
public final class PgregressCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "pgregress";

    private static final int MICROS_PER_MILLI = 1000;

    private final Streams streams;

    @Parameters(index = "0", paramLabel = "DIR", description = "source directory of the extension, with sql/ in it")
    private Path directory;

    @Parameters(index = "1..*", paramLabel = "TEST", description = "only these tests, without directory and suffix")
    private List<String> tests = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "show and fail on findings of this severity or above: INFO, WARNING (default) or ERROR")
    private Severity failOn = Severity.WARNING;

    @Option(names = "--expected", description = "also fail on output that is not as expected, and say where it differs")
    private boolean expected;

    @Option(
            names = "--command",
            paramLabel = "COMMAND",
            description =
                    "run COMMAND, such as 'make test', in DIR instead of files: psql and the like find a server all of"
                            + " whose sessions are watched")
    private String command;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "end a file that runs longer, which fails it (600)")
    private int seconds = 600;

    @Option(names = "--repeat", paramLabel = "N", description = "run all files N times, each time on a new server")
    private int rounds = 1;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "run at most N files of a schedule's line at the same time (all, or what --max-connections of"
                    + " REGRESS_OPTS says)")
    private Integer jobs;

    @Mixin
    private BaselineOptions baselines = new BaselineOptions();

    @Mixin
    private ReportOptions reporting = new ReportOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private ColorOption color = new ColorOption();

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    public PgregressCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (seconds < 1 || rounds < 1 || jobs != null && jobs < 1) {
            throw new UsageException("--timeout, --repeat and --jobs expect a number of 1 or more");
        }
        if (command != null && (jobs != null || !tests.isEmpty() || expected)) {
            throw new UsageException(
                    "--command runs nothing but its command; names of tests, --jobs and --expected are for files");
        }
        RunBaseline baseline = baselines.read();
        Optional<Path> pgConfig = target.privateCluster().pgConfig();
        RegressionSuite suite = command == null
                ? RegressionSuite.read(directory, pgConfig, tests)
                : RegressionSuite.forCommand(directory, pgConfig);
        Optional<Path> installed = ExtensionFiles.directory(pgConfig);
        SuiteBuild build = SuiteBuild.of(directory, suite, installed, ExtensionFiles.libraries(pgConfig));
        if (build.trees().isEmpty()) {
            suite.requireInstalled(installed);
        }
        ReportRequests requests = reporting.requests();
        requests.requireUnread(baselines.onlyRead().stream().toList());
        baseline.file().ifPresent(file -> requests.requireFree(file, "the baseline"));
        Streams colored = color.applied(streams);
        Screen screen = requests.takeStandardOutput() ? colored.errorScreen() : colored.screen();
        RegressionOutcome outcome = new RegressionOutcome(suite, failOn, expected, baseline.known());
        try (Interruption interruption = Interruption.bySignals(streams)) {
            return builtAndRun(build, suite, interruption, screen, outcome, requests, baseline)
                    .code();
        }
    }

    private ExitCode builtAndRun(
            SuiteBuild build,
            RegressionSuite suite,
            Interruption interruption,
            Screen screen,
            RegressionOutcome outcome,
            ReportRequests requests,
            RunBaseline baseline) {
        ExitCode written;
        try (BuiltSuite built = BuiltSuite.of(build, target.privateCluster(), suite, interruption)) {
            try {
                build.notes().forEach(note -> screen.say("note: " + note, Style.WARNING));
                built.notes().forEach(note -> screen.say("note: " + note, Style.WARNING));
                run(suite, built, interruption, new Table(screen, names(suite), outcome));
                say(outcome, screen);
                baseline.finish(tests.isEmpty() && !interruption.isRequested(), screen);
            } finally {
                written = requests.write(RunReports.of(RunOptions.batch(0, failOn), outcome.reports()), streams);
            }
            ExitCode stopped = interruption.isRequested() ? ExitCode.INTERRUPTED : ExitCode.GOOD;
            return outcome.code().or(written).or(stopped);
        } catch (UsageException notBuilt) {
            if (interruption.isRequested()) {
                return ExitCode.INTERRUPTED;
            }
            throw notBuilt;
        }
    }

    private List<String> names(RegressionSuite suite) {
        return command == null ? suite.names() : List.of(CommandRunner.name(command));
    }

    private void run(RegressionSuite suite, BuiltSuite built, Interruption interruption, Table table) {
        Duration limit = Duration.ofSeconds(seconds);
        if (command != null) {
            new CommandRunner(directory, command, suite, built.options(), limit, interruption).run(rounds, table);
            return;
        }
        OptionalInt atOnce = jobs == null ? OptionalInt.empty() : OptionalInt.of(jobs);
        new RegressionRunner(suite, built.options(), limit, atOnce, interruption).run(rounds, table);
    }

    private void say(RegressionOutcome outcome, Screen screen) {
        if (!outcome.bad().isEmpty()) {
            screen.say("");
            FileFindingsTable.print(outcome.bad(), screen.theme().glyphs(), screen.sink());
        }
        outcome.faults().forEach(fault -> screen.say(fault, Style.ERROR));
        outcome.notes().forEach(note -> screen.say("note: " + note, Style.WARNING));
        if (outcome.count(Severity.INFO) > 0 && failOn != Severity.INFO) {
            screen.say("INFO findings are not certain: caches are among them; --fail-on INFO shows them");
        }
        screen.say(
                AmountWords.counted(outcome.size(), "file") + ", "
                        + outcome.count(Severity.INFO) + " INFO, " + outcome.count(Severity.WARNING) + " WARNING, "
                        + outcome.count(Severity.ERROR) + " ERROR"
                        + (outcome.excused() == 0 ? "" : "; the baseline knows " + outcome.excused()),
                outcome.code() == ExitCode.GOOD ? Style.OK : Style.ERROR);
        screen.flush();
    }

    /** A line for each file, as it ends. */
    private final class Table implements RegressionRunner.Listener {
        private final Screen screen;
        private final RegressionOutcome outcome;
        private final String format;

        Table(Screen screen, List<String> tests, RegressionOutcome outcome) {
            this.screen = screen;
            this.outcome = outcome;
            int width = tests.stream().mapToInt(String::length).max().orElse(0)
                    + (rounds > 1 ? " ()".length() + String.valueOf(rounds).length() : 0);
            format = "%-" + Math.max("file".length(), width) + "s  %4s  %7s  %5s  %-12s  %8s";
            screen.say(String.format(format, "file", "INFO", "WARNING", "ERROR", "output", "ms")
                    .stripTrailing());
            screen.flush();
        }

        @Override
        public void note(String text) {
            screen.say("note: " + text, Style.WARNING);
        }

        @Override
        public void again() {
            outcome.clear();
        }

        @Override
        public void ended(String name, RegressionRun run, Instant start) {
            boolean isGood = outcome.add(name, run, start);
            screen.say(
                    String.format(
                            format,
                            name,
                            count(run, Severity.INFO),
                            count(run, Severity.WARNING),
                            count(run, Severity.ERROR),
                            run.output().words(),
                            run.durationMicros() / MICROS_PER_MILLI),
                    isGood ? Style.PLAIN : Style.ERROR);
            screen.flush();
        }

        private long count(RegressionRun run, Severity severity) {
            return run.findings().stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
        }
    }
}
