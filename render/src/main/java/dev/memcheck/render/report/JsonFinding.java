package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Site;
import dev.memcheck.render.words.Doubt;
import dev.memcheck.report.ReportedFinding;
import java.io.IOException;
import java.util.Locale;

/** A finding in JSON. What is not known is null; what concerns no context has an empty path. */
final class JsonFinding {
    private JsonFinding() {}

    static void write(JsonGenerator json, ReportedFinding reported) throws IOException {
        Finding finding = reported.finding();
        Site site = finding.site();
        json.writeStartObject();
        json.writeNumberField("number", reported.number());
        json.writeStringField("checkType", finding.checkType().label());
        json.writeStringField("severity", finding.severity().name());
        json.writeBooleanField("confirmed", finding.confirmed());
        json.writeStringField("certainty", Doubt.certainty(finding));
        json.writeBooleanField("suppressed", reported.isSuppressed());
        json.writeStringField("suppression", reported.suppression().orElse(null));
        JsonReport.texts(json, "contextPath", finding.contextPath());
        json.writeStringField("contextName", finding.contextName());
        json.writeStringField("contextIdent", finding.contextIdent());
        json.writeNumberField("bytes", finding.bytes());
        json.writeNumberField("count", finding.count());
        if (finding.bytesPerCall().isPresent()) {
            json.writeNumberField("bytesPerCall", finding.bytesPerCall().getAsDouble());
        } else {
            json.writeNullField("bytesPerCall");
        }
        json.writeNumberField("occurrences", finding.occurrences());
        json.writeStringField("sourceLib", site.library().orElse(null));
        json.writeStringField("symbol", site.symbol().orElse(null));
        json.writeStringField("sourceFile", site.sourceFile().orElse(null));
        if (site.sourceLine().isPresent()) {
            json.writeNumberField("sourceLine", site.sourceLine().getAsInt());
        } else {
            json.writeNullField("sourceLine");
        }
        JsonReport.texts(json, "stack", site.stack());
        JsonReport.texts(json, "freedStack", finding.freedStack());
        json.writeStringField("provenance", finding.provenance().name().toLowerCase(Locale.ROOT));
        json.writeStringField("statement", finding.statement());
        json.writeStringField("detail", finding.detail());
        if (finding.scenarioSession().isPresent()) {
            json.writeNumberField("scenarioSession", finding.scenarioSession().getAsInt());
        }
        json.writeEndObject();
    }
}
