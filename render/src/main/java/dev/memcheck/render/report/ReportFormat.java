package dev.memcheck.render.report;

import dev.memcheck.report.RunReport;
import java.io.IOException;
import java.io.Writer;

/** One format that a run can be written in. */
public interface ReportFormat {
    /** What the user asks for it with: one lower-case word. */
    String name();

    /** What it is for: a few words, for lists. */
    String summary();

    /**
     * Writes the whole report. A file of it is UTF-8.
     *
     * @param out neither flushed nor closed
     * @throws IOException if {@code out} raises it
     */
    void write(RunReport run, Writer out) throws IOException;
}
