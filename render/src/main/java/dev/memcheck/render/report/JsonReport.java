package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.memcheck.backend.WindowLimits;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.snapshot.MemoryTotals;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;

/**
 * The report for programs: {@code memcheck-report/1}, whose schema stands beside this class as a resource. Within a version
 * it only ever gains fields. Texts are as the server sent them.
 */
final class JsonReport implements ReportFormat {
    static final String FORMAT = "memcheck-report/1";

    private final JsonFactory factory = new JsonFactory();

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String summary() {
        return "the run as data, for programs (" + FORMAT + ")";
    }

    @Override
    public void write(RunReport run, Writer out) throws IOException {
        JsonGenerator json = generator(factory, out);
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeStringField("version", run.version());
        json.writeStringField("startedAt", run.startedAt().toString());
        json.writeStringField("directory", run.directory().toString());
        json.writeStringField("failOn", run.failOn().name());
        json.writeStringField("verdict", run.verdict().label());
        json.writeArrayFieldStart("sessions");
        for (SessionReport session : run.sessions()) {
            session(json, session);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
        out.write('\n');
    }

    /** A generator of indented lines that leaves the writer to its owner. */
    static JsonGenerator generator(JsonFactory factory, Writer out) throws IOException {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return factory.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .setPrettyPrinter(printer);
    }

    private static void session(JsonGenerator json, SessionReport session) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", session.file());
        json.writeStringField("verdict", session.verdict().label());
        json.writeStringField("startedAt", session.startedAt().toString());
        milliseconds(json, "durationMs", session.durationMicros());
        json.writeStringField(
                "server", session.backend().map(facts -> facts.serverVersion()).orElse(null));
        json.writeNumberField("expectationsHeld", session.expectationsHeld());
        json.writeArrayFieldStart("windows");
        for (ReportedWindow window : session.windows()) {
            window(json, window);
        }
        json.writeEndArray();
        statements(json, session.statements());
        findings(json, session.findingsOutsideWindows());
        json.writeArrayFieldStart("failures");
        for (ReportedFailure failure : session.failures()) {
            failure(json, failure);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void window(JsonGenerator json, ReportedWindow window) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", window.number());
        json.writeStringField("name", window.name());
        if (!window.session().isDefault()) {
            json.writeStringField("session", window.session().text());
        }
        if (window.outer().isPresent()) {
            json.writeNumberField("outer", window.outer().getAsInt());
        } else {
            json.writeNullField("outer");
        }
        json.writeStringField("end", window.end().label());
        milliseconds(json, "startMs", window.startMicros());
        milliseconds(json, "durationMs", window.durationMicros());
        if (window.diff().isPresent()) {
            json.writeNumberField("retainedBytes", window.diff().get().retainedBytes());
        } else {
            json.writeNullField("retainedBytes");
        }
        json.writeNumberField(
                "repeats", window.confirmation().map(repeats -> repeats.done()).orElse(0));
        texts(json, "notes", window.notes());
        if (window.limits().isPresent()) {
            limits(json, window.limits().get());
        } else {
            json.writeNullField("limits");
        }
        statements(json, window.statements());
        findings(json, window.findings());
        json.writeEndObject();
    }

    private static void limits(JsonGenerator json, WindowLimits limits) throws IOException {
        json.writeObjectFieldStart("limits");
        json.writeStringField("pattern", limits.pattern().isEmpty() ? null : limits.pattern());
        json.writeBooleanField("patternMatched", limits.patternMatched());
        texts(json, "allowedContexts", limits.allowedContexts());
        json.writeNumberField("minLeakBytes", limits.minLeakBytes());
        json.writeNumberField("leftOutByPattern", limits.leftOutByPattern());
        json.writeNumberField("leftOutByAllowedContexts", limits.leftOutByAllowed());
        json.writeNumberField("leftOutByMinLeakBytes", limits.leftOutBySize());
        json.writeNumberField("leftOutConfirmed", limits.leftOutConfirmed());
        json.writeNumberField("notFollowed", limits.notFollowed());
        json.writeNumberField("parallelWorkers", limits.parallelWorkers());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void statements(JsonGenerator json, List<ReportedStatement> statements) throws IOException {
        json.writeArrayFieldStart("statements");
        for (ReportedStatement statement : statements) {
            json.writeStartObject();
            json.writeNumberField("number", statement.number());
            json.writeStringField("sql", statement.sql());
            json.writeStringField(
                    "position", statement.position().map(String::valueOf).orElse(null));
            milliseconds(json, "startMs", statement.startMicros());
            milliseconds(json, "durationMs", statement.durationMicros());
            json.writeStringField("error", statement.error().orElse(null));
            if (statement.retainedBytes().isPresent()) {
                json.writeNumberField("retainedBytes", statement.retainedBytes().getAsLong());
            }
            if (statement.peakBytes().isPresent()) {
                json.writeNumberField("peakBytes", statement.peakBytes().getAsLong());
            }
            if (statement.memory().isPresent()) {
                memory(json, statement.memory().get());
            }
            json.writeArrayFieldStart("findings");
            for (int number : statement.findings()) {
                json.writeNumber(number);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void memory(JsonGenerator json, MemoryTotals memory) throws IOException {
        json.writeObjectFieldStart("memory");
        json.writeNumberField("contextsBytes", memory.contexts());
        if (memory.malloc().isPresent()) {
            json.writeNumberField("mallocBytes", memory.malloc().getAsLong());
        }
        if (memory.rssAnon().isPresent()) {
            json.writeNumberField("rssAnonBytes", memory.rssAnon().getAsLong());
        }
        json.writeEndObject();
    }

    private static void findings(JsonGenerator json, List<ReportedFinding> findings) throws IOException {
        json.writeArrayFieldStart("findings");
        for (ReportedFinding finding : findings) {
            JsonFinding.write(json, finding);
        }
        json.writeEndArray();
    }

    private static void failure(JsonGenerator json, ReportedFailure failure) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", FailureKinds.label(failure.failure().kind()));
        json.writeStringField(
                "position", failure.failure().position().map(String::valueOf).orElse(null));
        json.writeStringField("text", failure.failure().text());
        if (failure.failure().finding().isPresent()) {
            json.writeNumberField("finding", failure.failure().finding().getAsInt());
        }
        if (failure.window().isPresent()) {
            json.writeNumberField("window", failure.window().getAsInt());
        }
        json.writeEndObject();
    }

    private static void milliseconds(JsonGenerator json, String name, long micros) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(BigDecimal.valueOf(micros, 3));
    }
}
