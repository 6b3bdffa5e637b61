package dev.memcheck.shell.cli;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.capture.Difference;
import dev.memcheck.capture.RunComparison;
import dev.memcheck.capture.Trend;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.report.FindingLine;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.shell.batch.CaptureFile;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            "Exit code 1 if something got worse, or a finding is new."
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
        List<Difference> differences = RunComparison.between(
                CaptureFile.read(before).run(), CaptureFile.read(after).run());
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
