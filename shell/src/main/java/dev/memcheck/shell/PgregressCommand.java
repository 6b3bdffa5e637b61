package dev.memcheck.shell;

import dev.memcheck.backend.PrivateCluster;
import dev.memcheck.backend.RegressionDatabase;
import dev.memcheck.backend.RegressionRun;
import dev.memcheck.finding.Severity;
import dev.memcheck.render.FindingsTable;
import dev.memcheck.render.ServerText;
import dev.memcheck.render.Style;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.session.SessionName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck pgregress DIR [TEST...]} */
@Command(
        name = "pgregress",
        description = {
            "Run the regression files of an extension, as they are, inside windows.",
            "The extension must be installed in the server that is used."
        },
        sortOptions = false)
final class PgregressCommand implements Callable<Integer> {
    private static final int MICROS_PER_MILLI = 1000;

    private final Streams streams;

    @Parameters(index = "0", paramLabel = "DIR", description = "source directory of the extension, with sql/ in it")
    private Path directory;

    @Parameters(index = "1..*", paramLabel = "TEST", description = "only these files, without directory and suffix")
    private List<String> tests = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "findings from this severity on are shown and fail: INFO, WARNING (default) or ERROR")
    private Severity failOn = Severity.WARNING;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    PgregressCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        RegressionSuite suite = RegressionSuite.read(directory, tests);
        Screen screen = streams.screen();
        List<NumberedFinding> bad = new ArrayList<>();
        List<String> losses = new ArrayList<>();
        int[] counts = new int[Severity.values().length];
        try (PrivateCluster cluster = PrivateCluster.start(suite.shape(target.privateCluster()));
                RegressionDatabase database =
                        RegressionDatabase.create(cluster, suite.directory(), suite.extensions())) {
            cluster.warning().ifPresent(warning -> screen.say("note: " + warning, Style.WARNING));
            Table table = new Table(screen, suite.tests());
            for (String test : suite.tests()) {
                RegressionRun run = database.run(test);
                table.row(test, run, failOn);
                run.loss().ifPresent(how -> losses.add(test + ": " + String.join("; ", ServerText.lines(how))));
                run.findings().stream()
                        .filter(finding -> finding.severity().atLeast(failOn))
                        .forEach(finding -> bad.add(new NumberedFinding(bad.size() + 1, finding, SessionName.DEFAULT)));
                run.findings().forEach(finding -> counts[finding.severity().ordinal()]++);
            }
        }
        if (!bad.isEmpty()) {
            screen.say("");
            FindingsTable.print(bad, screen.theme().glyphs(), false, screen.sink());
        }
        losses.forEach(loss -> screen.say(loss, Style.ERROR));
        if (!suite.missing().isEmpty()) {
            screen.say("note: named in REGRESS, but not in sql: " + String.join(" ", suite.missing()), Style.WARNING);
        }
        if (counts[Severity.INFO.ordinal()] > 0 && failOn != Severity.INFO) {
            screen.say("INFO was seen once, as caches are, too; --fail-on INFO shows it");
        }
        screen.say(
                suite.tests().size() + (suite.tests().size() == 1 ? " file, " : " files, ") + counts[0] + " INFO, "
                        + counts[1] + " WARNING, " + counts[2] + " ERROR",
                bad.isEmpty() && losses.isEmpty() ? Style.OK : Style.ERROR);
        screen.flush();
        return (bad.isEmpty() ? ExitCode.GOOD : ExitCode.FAILED)
                .or(losses.isEmpty() ? ExitCode.GOOD : ExitCode.NO_BACKEND)
                .code();
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
