package dev.memcheck.shell.batch;

import dev.memcheck.capture.Capture;
import dev.memcheck.capture.CapturedSession;
import dev.memcheck.render.report.JsonReportReader;
import dev.memcheck.render.report.ReportFormatException;
import dev.memcheck.report.RunReport;
import dev.memcheck.run.Timeline;
import dev.memcheck.script.InputFile;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a run that was kept as a whole, or as a report for programs, which has no trees. */
public final class RunFile {
    /** Of a text of JSON. */
    private static final String BEGINNING = "{[ \t\r\n";

    private RunFile() {}

    /** @throws UsageException if it is not there, or is neither; says where it is wrong */
    public static Capture read(Path file) {
        if (!Files.exists(file)) {
            throw new UsageException("there is no file " + file);
        }
        try {
            InputFile.requireRegular(file);
            if (!isReport(file)) {
                return CaptureFile.read(file);
            }
            String text = new String(InputFile.read(file), StandardCharsets.UTF_8);
            RunReport run = JsonReportReader.read(text, Path.of("").toAbsolutePath());
            return new Capture(
                    run,
                    run.sessions().stream()
                            .map(session -> new CapturedSession(session, Timeline.empty()))
                            .toList());
        } catch (ReportFormatException e) {
            throw new UsageException(file + ":" + e.line() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** A kept run is compressed; what begins as a text is meant to be a report. */
    private static boolean isReport(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return BEGINNING.indexOf(in.read()) >= 0;
        }
    }
}
