package dev.memcheck.shell.cli;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.RegressionDatabase;
import dev.memcheck.backend.cluster.RegressionRun;
import dev.memcheck.finding.Severity;
import dev.memcheck.render.table.FindingsTable;
import dev.memcheck.render.text.Style;
import dev.memcheck.report.WallClock;
import dev.memcheck.run.RunOptions;
import dev.memcheck.shell.batch.RegressionOutcome;
import dev.memcheck.shell.batch.RegressionSuite;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.ReportRequests;
import dev.memcheck.shell.out.RunReports;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
            "The extension must be installed in the server."
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
        RegressionSuite suite =
                RegressionSuite.read(directory, target.privateCluster().pgConfig(), tests);
        ReportRequests requests = reporting.requests();
        Streams colored = color.applied(streams);
        Screen screen = requests.takeStandardOutput() ? colored.errorScreen() : colored.screen();
        RegressionOutcome outcome = new RegressionOutcome(suite, failOn);
        ExitCode written;
        try {
            run(suite, outcome, screen);
            say(suite, outcome, screen);
        } finally {
            written = requests.write(RunReports.of(RunOptions.batch(0, failOn), outcome.reports()), streams);
        }
        return outcome.code().or(written).code();
    }

    private void run(RegressionSuite suite, RegressionOutcome outcome, Screen screen) {
        try (PrivateCluster cluster =
                        PrivateCluster.start(suite.shape(target.privateCluster().withSocket()));
                RegressionDatabase database = RegressionDatabase.create(
                        cluster,
                        suite.database(),
                        suite.directory(),
                        suite.input(),
                        suite.subject(),
                        suite.extensions())) {
            cluster.warning().ifPresent(warning -> screen.say("note: " + warning, Style.WARNING));
            Table table = new Table(screen, suite.tests());
            for (String test : suite.tests()) {
                Instant start = WallClock.startedNow().instant();
                RegressionRun run = database.run(test);
                table.row(test, run, failOn);
                outcome.add(test, run, start);
            }
        }
    }

    private void say(RegressionSuite suite, RegressionOutcome outcome, Screen screen) {
        if (!outcome.bad().isEmpty()) {
            screen.say("");
            FindingsTable.print(outcome.bad(), screen.theme().glyphs(), false, screen.sink());
        }
        outcome.faults().forEach(fault -> screen.say(fault, Style.ERROR));
        outcome.notes().forEach(note -> screen.say("note: " + note, Style.WARNING));
        if (outcome.count(Severity.INFO) > 0 && failOn != Severity.INFO) {
            screen.say("INFO findings are not certain: caches are among them; --fail-on INFO shows them");
        }
        screen.say(
                AmountWords.counted(suite.tests().size(), "file") + ", "
                        + outcome.count(Severity.INFO) + " INFO, " + outcome.count(Severity.WARNING) + " WARNING, "
                        + outcome.count(Severity.ERROR) + " ERROR",
                outcome.code() == ExitCode.GOOD ? Style.OK : Style.ERROR);
        screen.flush();
    }

    /** A line for each file, as it ends. */
    private static final class Table {
        private final Screen screen;
        private final String format;

        Table(Screen screen, List<String> tests) {
            this.screen = screen;
            int width = tests.stream().mapToInt(String::length).max().orElse(0);
            format = "%-" + Math.max("file".length(), width) + "s  %4s  %7s  %5s  %-12s  %8s";
            screen.say(String.format(format, "file", "INFO", "WARNING", "ERROR", "output", "ms")
                    .stripTrailing());
            screen.flush();
        }

        void row(String test, RegressionRun run, Severity failOn) {
            boolean good = run.loss().isEmpty()
                    && run.nothingLookedAt().isEmpty()
                    && run.findings().stream()
                            .noneMatch(finding -> finding.severity().atLeast(failOn));
            screen.say(
                    String.format(
                            format,
                            test,
                            count(run, Severity.INFO),
                            count(run, Severity.WARNING),
                            count(run, Severity.ERROR),
                            run.output().words(),
                            run.durationMicros() / MICROS_PER_MILLI),
                    good ? Style.PLAIN : Style.ERROR);
            screen.flush();
        }

        private static long count(RegressionRun run, Severity severity) {
            return run.findings().stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
        }
    }
}
