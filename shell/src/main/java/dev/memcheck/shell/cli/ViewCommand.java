package dev.memcheck.shell.cli;

import dev.memcheck.capture.Capture;
import dev.memcheck.capture.CapturedSession;
import dev.memcheck.report.Verdict;
import dev.memcheck.shell.batch.CaptureFile;
import dev.memcheck.shell.batch.CapturePrinter;
import dev.memcheck.shell.live.CaptureView;
import dev.memcheck.shell.out.ReportRequests;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck view FILE} */
@Command(
        name = ViewCommand.NAME,
        description = {
            "View a run saved with memcheck run --save. No server is needed.",
            "On a terminal, show the trees of one session, statement by statement; otherwise print the run as text."
        },
        sortOptions = false)
public final class ViewCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "view";

    private final Streams streams;

    @Parameters(index = "0", paramLabel = "FILE", description = "a run saved with --save")
    private Path file;

    @Option(
            names = "--session",
            paramLabel = "N",
            description = "show the N-th session (default: the first that did not pass)")
    private Integer session;

    @Option(names = "--print", description = "print as text, even on a terminal")
    private boolean print;

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

    public ViewCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        ReportRequests requests = reporting.requests();
        requests.requireUnread(List.of(file));
        Capture capture = CaptureFile.read(file);
        Optional<CapturedSession> chosen = chosen(capture.sessions());
        if (!requests.takeStandardOutput()) {
            boolean shown = !print
                    && chosen.filter(new CaptureView(color.applied(streams), sources.directories())::show)
                            .isPresent();
            CapturePrinter printer = new CapturePrinter(color.applied(streams).screen());
            if (shown) {
                printer.list(capture);
            } else {
                printer.print(capture);
            }
        }
        return requests.write(capture.run().withSources(sources.directories()), streams)
                .code();
    }

    /** Empty if the run has none. */
    private Optional<CapturedSession> chosen(List<CapturedSession> sessions) {
        if (session == null) {
            return sessions.stream()
                    .filter(one -> one.report().verdict() != Verdict.PASSED)
                    .findFirst()
                    .or(() -> sessions.stream().findFirst());
        }
        if (session < 1 || session > sessions.size()) {
            throw new UsageException("--session expects a number from 1 to " + sessions.size() + ", found " + session);
        }
        return Optional.of(sessions.get(session - 1));
    }
}
