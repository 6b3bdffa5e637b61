package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.memcheck.finding.ColumnWriter;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Words;
import dev.memcheck.snapshot.NodeKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** One column of a finding as a field of an object. What is not known is null. */
record JsonColumn(JsonGenerator json, String field) implements ColumnWriter<IOException> {
    static void write(JsonGenerator json, FindingColumn<?> column, Finding finding) throws IOException {
        finding.write(column, new JsonColumn(json, column.field()));
    }

    @Override
    public <E extends Enum<E>> void word(Words<E> words, E value) throws IOException {
        json.writeStringField(field, words.label().apply(value));
    }

    @Override
    public void flag(boolean value) throws IOException {
        json.writeBooleanField(field, value);
    }

    @Override
    public void text(String value) throws IOException {
        json.writeStringField(field, value);
    }

    @Override
    public void optionalText(Optional<String> value) throws IOException {
        json.writeStringField(field, value.orElse(null));
    }

    @Override
    public void library(Optional<String> value) throws IOException {
        optionalText(value);
    }

    @Override
    public void texts(List<String> value) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : value) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    @Override
    public void number(long value) throws IOException {
        json.writeNumberField(field, value);
    }

    @Override
    public void times(int value) throws IOException {
        json.writeNumberField(field, value);
    }

    @Override
    public void optionalNumber(OptionalInt value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(field, value.getAsInt());
        } else {
            json.writeNullField(field);
        }
    }

    @Override
    public void optionalDecimal(OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(field, value.getAsDouble());
        } else {
            json.writeNullField(field);
        }
    }

    @Override
    public void node(Optional<NodeKey> value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(field, value.get().value());
        } else {
            json.writeNullField(field);
        }
    }
}
