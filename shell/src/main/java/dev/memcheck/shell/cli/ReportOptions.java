package dev.memcheck.shell.cli;

import dev.memcheck.render.report.ReportFormat;
import dev.memcheck.render.report.ReportFormats;
import dev.memcheck.shell.out.ReportRequests;
import dev.memcheck.shell.out.UsageException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that asks for reports. */
final class ReportOptions {
    @Option(
            names = "--report",
            paramLabel = "FORMAT[=FILE]",
            description = "write a report of the run to FILE, or to standard output; repeatable")
    private List<String> asked = new ArrayList<>();

    void take(PlainWords words) {
        asked.addAll(words.values("--report"));
    }

    /** Below the options stand the formats, as the list has them. */
    @Spec(Spec.Target.MIXEE)
    void describe(CommandSpec command) {
        List<String> footer = new ArrayList<>(List.of("", "Report formats:"));
        for (ReportFormat format : ReportFormats.list()) {
            footer.add(String.format("  %-10s%s", format.name(), format.summary()));
        }
        command.usageMessage().footer(footer.toArray(String[]::new));
    }

    /** @throws UsageException if they cannot be had */
    ReportRequests requests() {
        return ReportRequests.of(asked);
    }
}
