package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A text for people in SARIF, which is always an object. */
final class SarifText {
    private SarifText() {}

    static void write(JsonGenerator json, String field, String text) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
