package dev.memcheck.shell.cli;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.capture.Capture;
import dev.memcheck.capture.Difference;
import dev.memcheck.capture.RunComparison;
import dev.memcheck.capture.Trend;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.report.FindingLine;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.run.Moment;
import dev.memcheck.shell.batch.CaptureFile;
import dev.memcheck.shell.batch.SavedTree;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.snapshot.ContextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck diff A B} */
@Command(
        name = CompareCommand.NAME,
        description = {
            "Compare two runs saved with memcheck run --save, such as those of two commits.",
            "Exit code 1 if something got worse, or a finding is new.",
            "Of two trees saved with memcheck tree --save, show what changed from the one to the other."
        },
        sortOptions = false)
public final class CompareCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "diff";

    private final Streams streams;

    @Parameters(index = "0", paramLabel = "A", description = "the earlier run")
    private Path before;

    @Parameters(index = "1", paramLabel = "B", description = "the later run")
    private Path after;

    @Mixin
    private ColorOption color = new ColorOption();

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    public CompareCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Screen screen = color.applied(streams).screen();
        Capture earlier = CaptureFile.read(before);
        Capture later = CaptureFile.read(after);
        Optional<Moment> tree = SavedTree.of(earlier);
        if (tree.isPresent() && SavedTree.of(later).isPresent()) {
            return trees(tree.get(), SavedTree.of(later).get(), screen).code();
        }
        List<Difference> differences = RunComparison.between(earlier.run(), later.run());
        String session = "";
        for (Difference difference : differences) {
            if (!difference.session().equals(session)) {
                session = difference.session();
                screen.say(session, Style.HEADING);
            }
            print(difference, screen);
        }
        boolean worse = differences.stream().anyMatch(Difference::isWorse);
        screen.say(summary(differences), worse ? Style.ERROR : Style.OK);
        screen.flush();
        return (worse ? ExitCode.FAILED : ExitCode.GOOD).code();
    }

    private static long used(Moment moment) {
        return moment.snapshot().nodes().stream()
                .mapToLong(ContextNode::usedBytes)
                .sum();
    }

    private static String change(long bytes, String what) {
        return (bytes == 0 ? "as many bytes " : AmountWords.difference(bytes) + " ") + what;
    }

    /** A tree that grew is no failure by itself. */
    private static ExitCode trees(Moment earlier, Moment later, Screen screen) {
        // memcheck tree saves them, which reads from outside
        SnapshotDiff diff = SnapshotDiff.byNames(earlier.snapshot(), later.snapshot());
        int before = earlier.snapshot().backendPid();
        int after = later.snapshot().backendPid();
        if (before != after) {
            screen.say("of two processes, " + before + " and " + after + ": contexts are compared by their names");
        }
        TreeOptions options = TreeOptions.defaults().withTransientChanges(true);
        screen.wholeTree(TreeRows.of(TreeSubject.of(diff, List.of()), options, new FoldState()));
        screen.say("from " + earlier.snapshot().takenAt() + " to "
                + later.snapshot().takenAt() + ": "
                + change(used(later) - used(earlier), "in use") + ", "
                + change(later.snapshot().totalBytes() - earlier.snapshot().totalBytes(), "in blocks"));
        screen.flush();
        return ExitCode.GOOD;
    }

    private static void print(Difference difference, Screen screen) {
        String trend = String.format("  %-7s ", difference.trend().name().toLowerCase(Locale.ROOT));
        Style style = difference.isWorse() ? Style.ERROR : Style.PLAIN;
        difference.accept(new Difference.Visitor<Void>() {
            @Override
            public Void ofSession(Difference.OfSession session) {
                screen.say(trend + session.how(), style);
                return null;
            }

            @Override
            public Void ofBytes(Difference.OfBytes bytes) {
                screen.say(
                        trend + "retained " + AmountWords.bytes(bytes.after()) + ", "
                                + AmountWords.bytes(bytes.before()) + " before: " + bytes.what(),
                        style);
                return null;
            }

            @Override
            public Void ofFinding(Difference.OfFinding finding) {
                screen.say(
                        trend
                                + FindingLine.of(
                                        finding.after().or(finding::before).orElseThrow()),
                        style);
                if (finding.before().isPresent() && finding.after().isPresent()) {
                    Finding then = finding.before().get();
                    screen.say("          before: " + then.severity() + ", " + FindingText.amount(then), Style.DIM);
                }
                return null;
            }
        });
    }

    private static String summary(List<Difference> differences) {
        if (differences.isEmpty()) {
            return "nothing got better or worse";
        }
        List<String> counts = new ArrayList<>();
        for (Trend trend : Trend.values()) {
            long count = differences.stream()
                    .filter(difference -> difference.trend() == trend)
                    .count();
            counts.add(count + " " + trend.name().toLowerCase(Locale.ROOT));
        }
        return String.join(", ", counts);
    }
}
