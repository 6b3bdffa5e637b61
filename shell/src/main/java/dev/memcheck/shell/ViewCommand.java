package dev.memcheck.shell;

import dev.memcheck.capture.Capture;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck view FILE} */
@Command(
        name = "view",
        description = "Look at a run that memcheck run --save has kept; needs no server.",
        sortOptions = false)
final class ViewCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(index = "0", paramLabel = "FILE", description = "what --save has written")
    private Path file;

    @Mixin
    private ReportOptions reporting = new ReportOptions();

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    ViewCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        ReportRequests requests = reporting.requests();
        Capture capture = CaptureFile.read(file);
        if (!requests.takeStandardOutput()) {
            Screen screen = streams.screen();
            new CapturePrinter(screen).print(capture);
            screen.flush();
        }
        return requests.write(capture.run(), streams).code();
    }
}
