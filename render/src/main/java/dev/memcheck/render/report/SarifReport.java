package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.memcheck.finding.CheckType;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Failure;
import dev.memcheck.script.Position;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * SARIF 2.1.0: each defect once for each session, at the source line that allocated, and each failure at its place in the
 * session file. A fingerprint of what stays the same while code moves lets a code host follow a defect over time.
 */
final class SarifReport implements ReportFormat {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private final JsonFactory factory = new JsonFactory();

    @Override
    public String name() {
        return "sarif";
    }

    @Override
    public String summary() {
        return "SARIF 2.1.0 with source lines, for code scanning";
    }

    @Override
    public void write(RunReport run, Writer out) throws IOException {
        JsonGenerator json = JsonReport.generator(factory, out);
        json.writeStartObject();
        json.writeStringField("$schema", SCHEMA);
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        tool(json, run);
        invocation(json, run);
        json.writeStringField("columnKind", "unicodeCodePoints");
        SarifLocations locations = new SarifLocations(run.directory());
        locations.writeBase(json);
        SarifResults results = new SarifResults(json, locations);
        json.writeArrayFieldStart("results");
        for (SessionReport session : run.sessions()) {
            Map<Integer, Position> places = session.places();
            Set<Integer> expected = session.expected(run.failOn());
            for (ReportedFinding finding : session.findings()) {
                results.finding(
                        session,
                        finding,
                        Optional.ofNullable(places.get(finding.number())),
                        expected.contains(finding.number()));
            }
            for (ReportedFailure failure : session.failures()) {
                if (failure.failure().kind() != Failure.Kind.FINDING) {
                    results.failure(session, failure.failure());
                }
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
        out.write('\n');
    }

    private static void tool(JsonGenerator json, RunReport run) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "memcheck");
        json.writeStringField("version", run.version());
        json.writeArrayFieldStart("rules");
        for (CheckType type : CheckType.values()) {
            rule(json, type.label(), type.meaning(), type.remedy(), more(type));
        }
        for (Failure.Kind kind : Failure.Kind.values()) {
            rule(json, FailureKinds.label(kind), FailureKinds.meaning(kind), "see the session file at this place", "");
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void rule(JsonGenerator json, String id, String meaning, String help, String more)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        SarifText.write(json, "shortDescription", sentence(meaning));
        json.writeObjectFieldStart("help");
        json.writeStringField("text", sentence(help));
        json.writeStringField("markdown", "**" + sentence(meaning) + "** " + sentence(help) + more);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String more(CheckType type) {
        return "\n\n`\\help finding " + type.label() + "` at memcheck's prompt says more.";
    }

    /** Whether memcheck could do its work, which does not depend on what it found. */
    private static void invocation(JsonGenerator json, RunReport run) throws IOException {
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", run.verdict() != Verdict.NO_BACKEND);
        json.writeStringField("startTimeUtc", run.startedAt().toString());
        json.writeArrayFieldStart("toolExecutionNotifications");
        for (SessionReport session : run.sessions()) {
            for (ReportedWindow window : session.windows()) {
                notifications(json, session, window);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void notifications(JsonGenerator json, SessionReport session, ReportedWindow window)
            throws IOException {
        for (String note : window.notes()) {
            json.writeStartObject();
            json.writeStringField("level", "warning");
            SarifText.write(json, "message", session.file() + ": " + window.title() + ": " + note);
            json.writeEndObject();
        }
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }
}
