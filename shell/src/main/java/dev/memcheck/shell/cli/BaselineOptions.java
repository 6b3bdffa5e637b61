package dev.memcheck.shell.cli;

import dev.memcheck.report.WallClock;
import dev.memcheck.script.BaselineFile;
import dev.memcheck.shell.batch.RunBaseline;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.session.SessionScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name a baseline: a file of findings that are known and do not count. */
final class BaselineOptions {
    @Option(names = "--baseline", paramLabel = "FILE", description = "do not fail on findings listed in this file")
    private Path known;

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            description =
                    "like --baseline, but also add all other findings that would fail to it; creates the file if needed")
    private Path written;

    void take(PlainWords words) {
        known = words.path("--baseline");
        written = words.path("--write-baseline");
    }

    /**
     * Reads it.
     *
     * @throws UsageException if it cannot be read, or cannot be written where that is wanted
     * @throws dev.memcheck.script.ParseException if it is no baseline
     */
    RunBaseline read() {
        if (known != null && written != null) {
            throw new UsageException(
                    "--baseline and --write-baseline cannot be used together: --write-baseline reads the file, too");
        }
        if (known != null) {
            return RunBaseline.reading(known.toString(), parse(known));
        }
        if (written == null) {
            return RunBaseline.none();
        }
        OutputFile file = OutputFile.of(written.toString(), "the baseline");
        return RunBaseline.writing(
                written.toString(),
                Files.exists(written) ? parse(written) : BaselineFile.empty(),
                file,
                WallClock.today());
    }

    /** The file that is read and stays as it is. */
    Optional<Path> onlyRead() {
        return Optional.ofNullable(known);
    }

    private static BaselineFile parse(Path file) {
        return BaselineFile.parse(file.toString(), SessionScript.text(file));
    }
}
