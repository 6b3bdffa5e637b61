package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.HeapPlace;
import dev.memcheck.backend.SampledHeap;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A sampled heap as a table, for {@code \heap} and {@code memcheck heap}. */
public final class HeapTable {
    private static final List<StatementResult.Column> COLUMNS = List.of(
            new StatementResult.Column("bytes", "text", true),
            new StatementResult.Column("error", "text", true),
            new StatementResult.Column("chunks", "text", true),
            new StatementResult.Column("peak", "text", true),
            new StatementResult.Column("who", "text", false),
            new StatementResult.Column("context", "text", false),
            new StatementResult.Column("query id", "text", true));

    private HeapTable() {}

    /** What the figures are, as a sentence. */
    public static String title(SampledHeap heap) {
        return "process " + heap.pid() + ": about " + AmountWords.bytes(heap.bytes())
                + " of long-lived memory, give or take "
                + AmountWords.bytes(heap.error()) + ", in "
                + AmountWords.counted(heap.places().size(), "place") + "; all figures are estimates, from one chunk in "
                + AmountWords.bytes(heap.sampleBytes()) + ". Not in them: "
                + (heap.mallocBytes().isPresent()
                        ? AmountWords.bytes(heap.mallocBytes().getAsLong()) + " that malloc() gave out besides"
                        : "what malloc() gave out besides")
                + ", as to C++ and Rust";
    }

    /** @param expanded one line for each column, as after {@code \x} */
    public static void print(SampledHeap heap, Glyphs glyphs, boolean expanded, TextSink sink) {
        List<List<Optional<String>>> rows = new ArrayList<>();
        for (HeapPlace place : heap.places()) {
            rows.add(Stream.of(
                            AmountWords.bytes(place.bytes()),
                            AmountWords.bytes(place.error()),
                            String.valueOf(place.count()),
                            AmountWords.bytes(place.peakBytes()),
                            ServerText.clean(place.site().label()) + (place.inherited() ? ", in the postmaster" : ""),
                            ServerText.clean(String.join(glyphs.into(), place.contextPath())),
                            place.queryId().isPresent()
                                    ? String.valueOf(place.queryId().getAsLong())
                                    : "")
                    .map(Optional::of)
                    .toList());
        }
        ResultTable.print(new StatementResult.Rows(COLUMNS, rows, "", 0, List.of()), expanded, sink);
    }
}
