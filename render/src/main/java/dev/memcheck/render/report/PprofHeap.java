package dev.memcheck.render.report;

import dev.memcheck.backend.HeapPlace;
import dev.memcheck.backend.SampledHeap;
import dev.memcheck.finding.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A sampled heap as {@code go tool pprof} and its relatives read it: a gzipped {@code profile.proto} with objects and bytes in use, and
 * the peak of each place. Contexts and query ids are labels.
 */
public final class PprofHeap {
    private static final int SAMPLE_TYPE = 1;
    private static final int SAMPLE = 2;
    private static final int LOCATION = 4;
    private static final int FUNCTION = 5;
    private static final int STRING_TABLE = 6;
    private static final int PERIOD_TYPE = 11;
    private static final int PERIOD = 12;
    private static final int DEFAULT_SAMPLE_TYPE = 14;

    private final ProtoMessage profile = new ProtoMessage();
    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final Map<List<String>, Integer> functions = new LinkedHashMap<>();
    private final Map<Frame, Integer> locations = new LinkedHashMap<>();

    private PprofHeap() {
        string("");
    }

    /** @param out flushed and closed by its owner */
    public static void write(SampledHeap heap, OutputStream out) throws IOException {
        byte[] message = new PprofHeap().of(heap).toBytes();
        GZIPOutputStream zipped = new GZIPOutputStream(out);
        zipped.write(message);
        zipped.finish();
    }

    private ProtoMessage of(SampledHeap heap) {
        profile.message(SAMPLE_TYPE, type("inuse_objects", "count"));
        profile.message(SAMPLE_TYPE, type("inuse_space", "bytes"));
        profile.message(SAMPLE_TYPE, type("peak_space", "bytes"));
        heap.places().forEach(this::sample);
        profile.message(PERIOD_TYPE, type("space", "bytes"));
        profile.number(PERIOD, heap.sampleBytes());
        profile.number(DEFAULT_SAMPLE_TYPE, string("inuse_space"));
        strings.keySet().forEach(text -> profile.text(STRING_TABLE, text));
        return profile;
    }

    private ProtoMessage type(String type, String unit) {
        return new ProtoMessage().number(1, string(type)).number(2, string(unit));
    }

    private int string(String text) {
        return strings.computeIfAbsent(text, added -> strings.size());
    }

    private void sample(HeapPlace place) {
        ProtoMessage sample = new ProtoMessage();
        HeapFormat.frames(place).forEach(frame -> sample.each(1, location(frame)));
        sample.each(2, place.count()).each(2, place.bytes()).each(2, place.peakBytes());
        if (!place.contextPath().isEmpty()) {
            sample.message(3, label("context", String.join(" > ", place.contextPath())));
        }
        if (place.queryId().isPresent()) {
            sample.message(3, label("query_id", String.valueOf(place.queryId().getAsLong())));
        }
        profile.message(SAMPLE, sample);
    }

    private ProtoMessage label(String key, String text) {
        return new ProtoMessage().number(1, string(key)).number(2, string(text));
    }

    /** The number of a frame, from 1. */
    private int location(Frame frame) {
        Integer known = locations.get(frame);
        if (known != null) {
            return known;
        }
        int number = locations.size() + 1;
        locations.put(frame, number);
        String place = frame.place().orElse("");
        int colon = place.lastIndexOf(':');
        boolean hasLine = colon > 0 && place.substring(colon + 1).matches("[0-9]{1,9}");
        ProtoMessage line = new ProtoMessage()
                .number(1, function(Stacks.function(frame), hasLine ? place.substring(0, colon) : place))
                .number(2, hasLine ? Integer.parseInt(place.substring(colon + 1)) : 0);
        profile.message(LOCATION, new ProtoMessage().number(1, number).message(4, line));
        return number;
    }

    private int function(String name, String file) {
        Integer known = functions.get(List.of(name, file));
        if (known != null) {
            return known;
        }
        int number = functions.size() + 1;
        functions.put(List.of(name, file), number);
        profile.message(
                FUNCTION,
                new ProtoMessage()
                        .number(1, number)
                        .number(2, string(name))
                        .number(3, string(name))
                        .number(4, string(file)));
        return number;
    }
}
