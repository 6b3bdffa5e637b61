package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.render.words.Doubt;
import dev.memcheck.report.ReportedFinding;
import java.io.IOException;

/** A finding in JSON: its columns, and after some of them what follows from these. */
final class JsonFinding {
    private JsonFinding() {}

    static void write(JsonGenerator json, ReportedFinding reported) throws IOException {
        Finding finding = reported.finding();
        json.writeStartObject();
        json.writeNumberField("number", reported.number());
        for (FindingColumn<?> column : FindingColumn.all()) {
            if (column.has(FindingColumn.Use.JSON)
                    || column.has(FindingColumn.Use.JSON_IF_KNOWN) && finding.knows(column)) {
                JsonColumn.write(json, column, finding);
            }
            if (column == FindingColumn.CONFIRMED) {
                json.writeStringField("certainty", Doubt.certainty(finding));
                json.writeBooleanField("suppressed", reported.isSuppressed());
                json.writeStringField("suppression", reported.suppression().orElse(null));
            }
            if (column == FindingColumn.CONTEXT_PATH) {
                json.writeStringField("contextName", finding.contextName());
            }
        }
        json.writeEndObject();
    }
}
