package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.memcheck.backend.HeapPlace;
import dev.memcheck.backend.SampledHeap;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Site;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sampled heap for programs: as JSON ({@code memcheck-heap/1}), and as folded stacks for flame graph tools. */
public final class HeapFormat {
    static final String FORMAT = "memcheck-heap/1";

    private HeapFormat() {}

    /** The frames of a place, innermost first, without memcheck's own. Where no stack is known, the site alone. */
    static List<Frame> frames(HeapPlace place) {
        Site site = place.site();
        List<Frame> frames = Frame.withoutObserver(site.stack());
        if (!frames.isEmpty()) {
            return frames;
        }
        String where = String.join(" > ", place.contextPath());
        return List.of(
                site.symbol().isPresent() || site.isKnown()
                        ? Frame.of(site.fullLabel())
                        : Frame.of("(unknown) " + where));
    }

    /** A line for each stack: its functions from the outermost on, joined by semicolons, a blank, and the bytes alive. */
    public static void folded(SampledHeap heap, Writer out) throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        for (HeapPlace place : heap.places()) {
            List<String> functions = new ArrayList<>(
                    frames(place).stream().map(HeapFormat::function).toList());
            Collections.reverse(functions);
            if (place.bytes() > 0) {
                bytes.merge(String.join(";", functions), place.bytes(), Long::sum);
            }
        }
        for (Map.Entry<String, Long> stack : bytes.entrySet()) {
            out.write(stack.getKey() + " " + stack.getValue() + "\n");
        }
    }

    private static String function(Frame frame) {
        return Stacks.function(frame).replace(';', ':');
    }

    /** All that is known. Within a version it only ever gains fields. Texts are as the server has them. */
    public static void json(SampledHeap heap, Writer out) throws IOException {
        JsonGenerator json = JsonReport.generator(new JsonFactory(), out);
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("pid", heap.pid());
        json.writeNumberField("sampleBytes", heap.sampleBytes());
        json.writeNumberField("bytes", heap.bytes());
        json.writeNumberField("error", heap.error());
        if (heap.mallocBytes().isPresent()) {
            json.writeNumberField("mallocBytesNotSampled", heap.mallocBytes().getAsLong());
        }
        json.writeArrayFieldStart("places");
        for (HeapPlace place : heap.places()) {
            place(json, place);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
        out.write('\n');
    }

    private static void place(JsonGenerator json, HeapPlace place) throws IOException {
        Site site = place.site();
        json.writeStartObject();
        if (site.library().isPresent()) {
            json.writeStringField("library", site.library().get());
        }
        if (site.symbol().isPresent()) {
            json.writeStringField("function", site.symbol().get());
        }
        if (site.sourceFile().isPresent()) {
            json.writeStringField("file", site.sourceFile().get());
        }
        if (site.sourceLine().isPresent()) {
            json.writeNumberField("line", site.sourceLine().getAsInt());
        }
        texts(json, "contextPath", place.contextPath());
        if (place.queryId().isPresent()) {
            json.writeNumberField("queryId", place.queryId().getAsLong());
        }
        json.writeNumberField("bytes", place.bytes());
        json.writeNumberField("error", place.error());
        json.writeNumberField("count", place.count());
        json.writeNumberField("samples", place.samples());
        json.writeNumberField("peakBytes", place.peakBytes());
        json.writeStringField("provenance", place.provenance());
        json.writeBooleanField("inherited", place.inherited());
        texts(json, "stack", site.stack());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
