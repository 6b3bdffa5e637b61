package dev.memcheck.render.report;

import dev.memcheck.report.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Folded stacks of retained bytes: a line for each stack, its functions from the outermost on joined by semicolons, a blank
 * and the bytes. Flame graph tools read it.
 */
final class FoldedReport implements ReportFormat {
    @Override
    public String name() {
        return "folded";
    }

    @Override
    public String summary() {
        return "folded stacks of retained bytes, for flame graph tools";
    }

    @Override
    public void write(RunReport run, Writer out) throws IOException {
        for (Map.Entry<List<String>, Long> stack :
                Stacks.retainedBytes(run.retained()).entrySet()) {
            String functions = stack.getKey().stream()
                    .map(function -> function.replace(';', ':'))
                    .collect(Collectors.joining(";"));
            out.write(functions + " " + stack.getValue() + "\n");
        }
    }
}
