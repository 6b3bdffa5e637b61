package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.memcheck.finding.Frame;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.script.Position;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places in SARIF: files below the directory of the run are given relative to it, as code hosts need them. */
final class SarifLocations {
    private static final String BASE = "SRCROOT";
    /** Relative to where somebody else has built a library, as the C library's own source files. */
    private static final Pattern OUTSIDE = Pattern.compile("\\.\\./");

    private static final Pattern PLACE = Pattern.compile("(.+):([1-9][0-9]{0,8})");

    private final Path directory;

    SarifLocations(Path directory) {
        this.directory = directory.normalize();
    }

    /** What relative names are relative to. */
    void writeBase(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("originalUriBaseIds");
        json.writeObjectFieldStart(BASE);
        String uri = uri(directory.toString());
        json.writeStringField("uri", uri.endsWith("/") ? uri : uri + "/");
        json.writeEndObject();
        json.writeEndObject();
    }

    /** A place in a session text, as a location object. */
    void write(JsonGenerator json, Position position) throws IOException {
        json.writeStartObject();
        physical(json, position.source(), position.line(), position.column());
        json.writeEndObject();
    }

    /** A file as a whole, as a location object. */
    void write(JsonGenerator json, String file) throws IOException {
        json.writeStartObject();
        physical(json, file, 0, 0);
        json.writeEndObject();
    }

    /** A source line and the function it is in, as a location object. */
    void write(JsonGenerator json, String file, int line, String function) throws IOException {
        json.writeStartObject();
        physical(json, file, line, 0);
        logical(json, function);
        json.writeEndObject();
    }

    /** A frame of a call stack whose source line is known, and what happened there, as a location object. */
    void write(JsonGenerator json, Frame frame, String message) throws IOException {
        json.writeStartObject();
        SarifText.write(json, "message", message);
        place(json, frame);
        json.writeEndObject();
    }

    /** One frame of a call stack, as a stackFrame object. */
    void write(JsonGenerator json, Frame frame) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("location");
        place(json, frame);
        json.writeEndObject();
        if (frame.library().isPresent()) {
            json.writeStringField("module", ServerText.clean(frame.library().get()));
        }
        json.writeEndObject();
    }

    private void place(JsonGenerator json, Frame frame) throws IOException {
        if (frame.place().isPresent()) {
            Matcher place = PLACE.matcher(frame.place().get());
            if (place.matches() && !OUTSIDE.matcher(place.group(1)).lookingAt()) {
                physical(json, place.group(1), Integer.parseInt(place.group(2)), 0);
            }
        }
        logical(json, ServerText.clean(frame.function()));
    }

    private void physical(JsonGenerator json, String file, int line, int column) throws IOException {
        json.writeObjectFieldStart("physicalLocation");
        artifact(json, file);
        if (line > 0) {
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", line);
            if (column > 0) {
                json.writeNumberField("startColumn", column);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void logical(JsonGenerator json, String function) throws IOException {
        if (!function.isEmpty()) {
            json.writeArrayFieldStart("logicalLocations");
            json.writeStartObject();
            json.writeStringField("fullyQualifiedName", function);
            json.writeStringField("kind", "function");
            json.writeEndObject();
            json.writeEndArray();
        }
    }

    private void artifact(JsonGenerator json, String file) throws IOException {
        String name = relative(file);
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(name));
        if (!name.startsWith("/")) {
            json.writeStringField("uriBaseId", BASE);
        }
        json.writeEndObject();
    }

    private String relative(String file) {
        try {
            Path path = directory.resolve(file).normalize();
            return path.startsWith(directory) ? directory.relativize(path).toString() : path.toString();
        } catch (InvalidPathException e) {
            return file;
        }
    }

    private static String uri(String path) {
        try {
            boolean absolute = path.startsWith("/");
            // The first segment of a relative name must not be taken for a scheme.
            String reference = new URI(absolute ? "file" : null, absolute ? "" : null, path, null).toASCIIString();
            return reference.isEmpty() ? "." : reference;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URI can be made of the path " + path, e);
        }
    }
}
