package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a JSON text that knows its line, so that what is wrong with it can be told with its place. */
final class JsonValue {
    private static final String NULL = "null";

    private final String name;
    private final int line;

    /** A map of names to values, a list of values, a text, a number or a truth value; empty for null. */
    private final Optional<Object> value;

    private JsonValue(String name, int line, Optional<Object> value) {
        this.name = name;
        this.line = line;
        this.value = value;
    }

    /** @throws ReportFormatException if it is no JSON */
    static JsonValue read(String text) throws ReportFormatException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                throw new ReportFormatException(1, "it is empty");
            }
            JsonValue all = read("the report", parser);
            if (parser.nextToken() != null) {
                throw new ReportFormatException(line(parser), "something follows the end of the report");
            }
            return all;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new ReportFormatException(
                    line, "no JSON: " + e.getOriginalMessage().replaceFirst("(?s)\\s*\\((start marker|for ).*", ""));
        } catch (IOException e) {
            throw new UncheckedIOException("a text can be read", e);
        }
    }

    private static JsonValue read(String name, JsonParser parser) throws IOException {
        int line = line(parser);
        JsonToken token = parser.currentToken();
        Object value;
        if (token == JsonToken.START_OBJECT) {
            Map<String, JsonValue> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                fields.put(field, read('"' + field + '"', parser));
            }
            value = fields;
        } else if (token == JsonToken.START_ARRAY) {
            List<JsonValue> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(read("what stands in " + name, parser));
            }
            value = elements;
        } else if (token == JsonToken.VALUE_STRING) {
            value = parser.getText();
        } else if (token.isNumeric()) {
            value = parser.getDecimalValue();
        } else {
            value = token.isBoolean() ? token == JsonToken.VALUE_TRUE : null;
        }
        return new JsonValue(name, line, Optional.ofNullable(value));
    }

    private static int line(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    /** A field that must be there. */
    JsonValue field(String field) throws ReportFormatException {
        JsonValue found = fields().get(field);
        if (found == null) {
            throw new ReportFormatException(line, name + " has no \"" + field + '"');
        }
        return found;
    }

    /** A field; empty where there is none, or null. */
    Optional<JsonValue> optional(String field) throws ReportFormatException {
        return Optional.ofNullable(fields().get(field)).filter(found -> found.value.isPresent());
    }

    List<JsonValue> list() throws ReportFormatException {
        List<JsonValue> elements = new ArrayList<>();
        for (Object element : as(List.class, "a list")) {
            elements.add((JsonValue) element);
        }
        return elements;
    }

    /** The elements of a list that may be missing. */
    List<JsonValue> list(String field) throws ReportFormatException {
        Optional<JsonValue> found = optional(field);
        return found.isPresent() ? found.get().list() : List.of();
    }

    List<String> texts() throws ReportFormatException {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : list()) {
            texts.add(element.text());
        }
        return texts;
    }

    String text() throws ReportFormatException {
        return as(String.class, "a text");
    }

    boolean flag() throws ReportFormatException {
        return as(Boolean.class, "true or false");
    }

    double decimal() throws ReportFormatException {
        return as(BigDecimal.class, "a number").doubleValue();
    }

    long number() throws ReportFormatException {
        try {
            return as(BigDecimal.class, "a number").longValueExact();
        } catch (ArithmeticException e) {
            throw expected("a whole number");
        }
    }

    /** A number of things that are counted from 1, or a count. */
    int index() throws ReportFormatException {
        long number = number();
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw expected("a number from 0 on");
        }
        return (int) number;
    }

    /** Milliseconds as microseconds. */
    long micros() throws ReportFormatException {
        try {
            return as(BigDecimal.class, "a number")
                    .movePointRight(3)
                    .toBigInteger()
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw expected("milliseconds");
        }
    }

    ReportFormatException expected(String what) {
        return new ReportFormatException(line, "expected " + what + " as " + name + ", found " + found());
    }

    private Map<?, JsonValue> fields() throws ReportFormatException {
        @SuppressWarnings("unchecked")
        Map<String, JsonValue> fields = as(Map.class, "an object");
        return fields;
    }

    private <T> T as(Class<T> type, String what) throws ReportFormatException {
        return value.filter(type::isInstance).map(type::cast).orElseThrow(() -> expected(what));
    }

    private String found() {
        if (value.isEmpty()) {
            return NULL;
        }
        Object found = value.get();
        if (found instanceof Map || found instanceof List) {
            return found instanceof Map ? "an object" : "a list";
        }
        String text = String.valueOf(found);
        return '"' + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + '"';
    }
}
