package dev.memcheck.render.report;

import java.util.List;
import java.util.Optional;

/** The one list of report formats. */
public final class ReportFormats {
    private static final List<ReportFormat> LIST = List.of(
            new JUnitReport(),
            new JsonReport(),
            new SarifReport(),
            new MarkdownReport(),
            new HtmlReport(),
            new FoldedReport(),
            new TotalsReport());

    private ReportFormats() {}

    public static List<ReportFormat> list() {
        return LIST;
    }

    public static List<String> names() {
        return LIST.stream().map(ReportFormat::name).toList();
    }

    public static Optional<ReportFormat> find(String name) {
        return LIST.stream().filter(format -> format.name().equals(name)).findFirst();
    }
}
