package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.report.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * Retained bytes by function, in the columns that {@code pprof -top} has: what a function owns (flat) and what it and all that
 * it called own (cum), each with its part of the whole.
 */
final class TotalsReport implements ReportFormat {
    @Override
    public String name() {
        return "totals";
    }

    @Override
    public String summary() {
        return "retained bytes by function, flat and cumulative, as text";
    }

    @Override
    public void write(RunReport run, Writer out) throws IOException {
        SiteTotals totals = SiteTotals.of(run.retained());
        out.write("Type: retained_space\n");
        long owners = totals.functions().stream().filter(row -> row.flat() > 0).count();
        out.write("Total: " + AmountWords.bytes(totals.total()) + " in " + AmountWords.counted(owners, "function")
                + "\n");
        table(totals, out);
    }

    /** A heading and a line for each function. */
    static void table(SiteTotals totals, Writer out) throws IOException {
        out.write(line("flat", "flat%", "sum%", "cum", "cum%", "function"));
        long sum = 0;
        for (SiteTotals.Row row : totals.functions()) {
            sum += row.flat();
            out.write(line(
                    AmountWords.bytes(row.flat()),
                    percent(row.flat(), totals.total()),
                    percent(sum, totals.total()),
                    AmountWords.bytes(row.cumulative()),
                    percent(row.cumulative(), totals.total()),
                    row.name()));
        }
    }

    private static String line(String flat, String part, String sum, String cum, String cumPart, String function) {
        return String.format(Locale.ROOT, "%12s %7s %7s %12s %7s  %s\n", flat, part, sum, cum, cumPart, function);
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f%%", 100.0 * part / whole);
    }
}
