package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One tree for programs: {@code memcheck-tree/1}. The contexts in pre-order, each with its level and its parent's place in the
 * list. Within a version it only ever gains fields. Texts are as the server has them.
 */
public final class JsonTree {
    static final String FORMAT = "memcheck-tree/1";

    private JsonTree() {}

    /**
     * Writes a tree.
     *
     * @param process what was looked at
     * @param title what it says of itself
     * @param server its version
     * @param notes what who reads the figures must know
     */
    public static void write(
            Snapshot snapshot, String process, String title, String server, List<String> notes, Writer out)
            throws IOException {
        JsonGenerator json = JsonReport.generator(new JsonFactory(), out);
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("pid", snapshot.backendPid());
        json.writeStringField("process", process);
        json.writeStringField("title", title);
        json.writeStringField("server", server);
        json.writeStringField("takenAt", snapshot.takenAt().toString());
        json.writeNumberField("totalBytes", snapshot.totalBytes());
        json.writeArrayFieldStart("notes");
        for (String note : notes) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("contexts");
        Map<NodeKey, Integer> places = new HashMap<>();
        for (ContextNode node : snapshot.nodes()) {
            context(json, node, places);
            places.put(node.key(), places.size());
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
        out.write('\n');
    }

    private static void context(JsonGenerator json, ContextNode node, Map<NodeKey, Integer> places) throws IOException {
        json.writeStartObject();
        json.writeNumberField("level", node.level());
        if (node.parent().isPresent()) {
            json.writeNumberField("parent", places.get(node.parent().get()));
        }
        json.writeStringField("name", node.name());
        if (!node.ident().isEmpty()) {
            json.writeStringField("ident", node.ident());
        }
        json.writeStringField("kind", node.kind().label());
        json.writeNumberField("totalBytes", node.totalBytes());
        json.writeNumberField("usedBytes", node.usedBytes());
        json.writeNumberField("freeBytes", node.freeBytes());
        json.writeNumberField("blocks", node.blocks());
        json.writeNumberField("freeChunks", node.freeChunks());
        json.writeEndObject();
    }
}
