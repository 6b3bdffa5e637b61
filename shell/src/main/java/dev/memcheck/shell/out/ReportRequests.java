package dev.memcheck.shell.out;

import dev.memcheck.render.report.ReportFormat;
import dev.memcheck.render.report.ReportFormats;
import dev.memcheck.report.RunReport;
import dev.memcheck.script.NearMiss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The reports that were asked for. */
public final class ReportRequests {
    /** The name of no file. */
    public static final String STANDARD_OUTPUT = "-";

    private final List<Request> requests;

    private ReportRequests(List<Request> requests) {
        this.requests = requests;
    }

    /**
     * Parses what was asked for, and checks that it can be written.
     *
     * @param asked each {@code FORMAT}, {@code FORMAT=-} or {@code FORMAT=FILE}
     * @throws UsageException if a format is unknown, a file cannot be written, or two would go to the same place
     */
    public static ReportRequests of(List<String> asked) {
        List<Request> requests = new ArrayList<>();
        for (String text : asked) {
            Request request = request(text);
            for (Request earlier : requests) {
                if (earlier.isBeside(request)) {
                    throw new UsageException("two reports cannot go to "
                            + request.file().map(OutputFile::toString).orElse("standard output") + ": "
                            + earlier.format().name() + " and "
                            + request.format().name());
                }
            }
            requests.add(request);
        }
        return new ReportRequests(requests);
    }

    /** @throws UsageException if there is no such format; says which there are */
    public static ReportFormat format(String name) {
        return ReportFormats.find(name)
                .orElseThrow(() -> new UsageException("expected a report format, one of "
                        + String.join(", ", ReportFormats.names()) + "; found \"" + name + "\""
                        + NearMiss.of(name, ReportFormats.names())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("")));
    }

    /** Whether no report was asked for. */
    public boolean areNone() {
        return requests.isEmpty();
    }

    /** Whether one goes there, so that nothing else may. */
    public boolean takeStandardOutput() {
        return requests.stream().anyMatch(request -> request.file().isEmpty());
    }

    /**
     * Checks that no report goes to a file.
     *
     * @param what else is written to it, with its article
     * @throws UsageException if it is
     */
    public void requireFree(OutputFile file, String what) {
        for (Request request : requests) {
            if (request.file().filter(file::isSame).isPresent()) {
                throw new UsageException(what + " and the " + request.format().name() + " report cannot both go to "
                        + file + ": give each a file of its own");
            }
        }
    }

    /**
     * Checks that no report replaces what is read.
     *
     * @throws UsageException if one would
     */
    public void requireUnread(List<Path> read) {
        for (Request request : requests) {
            request.file()
                    .ifPresent(file ->
                            file.requireUnread(read, "the " + request.format().name() + " report"));
        }
    }

    /** The same, with nobody who could want to stop. */
    public ExitCode write(RunReport run, Streams streams) {
        return write(run, streams, () -> false);
    }

    /**
     * Writes all of them, also after one that could not be written.
     *
     * @param isOver whether the user wants to stop, and waits for no reader of a pipe
     * @return whether all were written
     */
    public ExitCode write(RunReport run, Streams streams, BooleanSupplier isOver) {
        ExitCode worst = ExitCode.GOOD;
        for (Request request : requests) {
            try {
                request.write(run, streams, isOver);
            } catch (IOException e) {
                streams.err()
                        .println("memcheck: the " + request.format().name() + " report could not be written: "
                                + OutputFile.why(e));
                worst = ExitCode.USAGE;
            }
        }
        return worst;
    }

    private static Request request(String text) {
        int equals = text.indexOf('=');
        ReportFormat format = format(equals < 0 ? text : text.substring(0, equals));
        String name = equals < 0 ? STANDARD_OUTPUT : text.substring(equals + 1);
        if (name.isEmpty()) {
            throw new UsageException("expected a file after " + text + ", as in " + text + "report." + format.name()
                    + ", or " + format.name() + " alone for standard output");
        }
        return new Request(
                format,
                name.equals(STANDARD_OUTPUT) ? Optional.empty() : Optional.of(OutputFile.of(name, "the report")));
    }

    /** @param file empty for standard output */
    private record Request(ReportFormat format, Optional<OutputFile> file) {
        boolean isBeside(Request other) {
            return file.isPresent() && other.file.isPresent()
                    ? file.get().isSame(other.file.get())
                    : file.isEmpty() && other.file.isEmpty();
        }

        void write(RunReport run, Streams streams, BooleanSupplier isOver) throws IOException {
            if (file.isPresent()) {
                file.get().write(format, run, isOver, words -> {
                    streams.err().println("memcheck: " + words);
                    streams.err().flush();
                });
            } else {
                format.write(run, streams.out());
                if (streams.out().checkError()) {
                    throw new IOException("standard output is closed");
                }
            }
        }
    }
}
