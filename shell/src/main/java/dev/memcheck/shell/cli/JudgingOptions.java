package dev.memcheck.shell.cli;

import dev.memcheck.finding.Severity;
import dev.memcheck.run.RunOptions;
import dev.memcheck.shell.out.UsageException;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that say when a finding counts. */
public final class JudgingOptions {
    private static final int MOST_REPEATS = 10_000;

    @Option(
            names = "--confirm",
            paramLabel = "N",
            description =
                    "repeat a window with unconfirmed findings N times (default " + RunOptions.USUAL_REPEATS
                            + " in files, 0 at the prompt, where \\confirm repeats); up to 32 times while one comes back each time"
                            + " but is not certain yet, or by few calls only; with more than "
                            + RunOptions.USUAL_REPEATS
                            + ", one whose findings are certain as well, since a cache may take many calls to fill; 0 never repeats")
    private Integer confirm;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "fail on findings of this severity or above: INFO, WARNING (default) or ERROR")
    private String failOn;

    void take(PlainWords words) {
        confirm = words.number("--confirm");
        failOn = words.value("--fail-on");
    }

    /** @throws UsageException if a value is out of range */
    public RunOptions forFiles() {
        return RunOptions.batch(confirm == null ? RunOptions.USUAL_REPEATS : repeats(), severity());
    }

    /** @throws UsageException if a value is out of range */
    public RunOptions forPrompt() {
        return confirm == null ? RunOptions.interactive(severity()) : RunOptions.batch(repeats(), severity());
    }

    private int repeats() {
        if (confirm < 0 || confirm > MOST_REPEATS) {
            throw new UsageException("--confirm expects a number from 0 to " + MOST_REPEATS + ", found " + confirm);
        }
        return confirm;
    }

    private Severity severity() {
        if (failOn == null) {
            return Severity.WARNING;
        }
        try {
            return Severity.valueOf(failOn.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "--fail-on expects one of " + Arrays.toString(Severity.values()) + ", found \"" + failOn + "\"", e);
        }
    }
}
