package dev.memcheck.backend;

import dev.memcheck.finding.Site;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Who holds long-lived memory in a process, estimated from samples that it keeps while no window is open.
 *
 * @param pid of the process
 * @param sampleBytes one chunk in so many bytes is taken, on average
 * @param places the largest first
 * @param mallocBytes what {@code malloc()} gave out besides the contexts, which is never sampled; empty if that is not known
 * @param refusal why there is no heap, and what to do; then there are no places
 */
public record SampledHeap(
        int pid, long sampleBytes, List<HeapPlace> places, OptionalLong mallocBytes, Optional<String> refusal) {
    /** What no name has. */
    private static final String BETWEEN = "\u001f";

    private static final String NOT_ALLOWED = "42501";
    private static final String NO_SCHEMA = "3F000";
    private static final String NO_FUNCTION = "42883";
    private static final String TOO_OLD = "this database's pg_ext_memcheck has no sampled heap: run ALTER EXTENSION"
            + " pg_ext_memcheck UPDATE, with the library of this memcheck on the server";

    public SampledHeap {
        places = List.copyOf(places);
    }

    static SampledHeap refused(int pid, String why) {
        return new SampledHeap(pid, 0, List.of(), OptionalLong.empty(), Optional.of(why));
    }

    /**
     * Asks a process of the server. It answers in the middle of what it does, in five seconds at most.
     *
     * @throws BackendUnavailableException if the server cannot be asked
     */
    public static SampledHeap of(Observer observer, int pid) {
        SampledHeap heap = read(observer, pid, query("ext_memcheck.heap(" + pid + ")"));
        return heap.refusal().isPresent() ? heap : heap.with(mallocBytes(observer, pid));
    }

    private static OptionalLong mallocBytes(Observer observer, int pid) {
        return observer.ask("SELECT malloc_bytes FROM ext_memcheck.memory(" + pid + ")")
                                instanceof StatementResult.Rows rows
                        && rows.rows().size() == 1
                ? rows.rows()
                        .get(0)
                        .get(0)
                        .map(Long::parseLong)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty())
                : OptionalLong.empty();
    }

    private SampledHeap with(OptionalLong malloc) {
        return new SampledHeap(pid, sampleBytes, places, malloc, refusal);
    }

    /**
     * Has the server tell what a process left in one of its files.
     *
     * @throws BackendUnavailableException if the server cannot be asked
     */
    public static SampledHeap ofDump(Observer observer, int dump) {
        String whose = "SELECT backend_pid FROM ext_memcheck.heap_dumps() WHERE dump OPERATOR(pg_catalog.=) " + dump;
        int pid = observer.ask(whose) instanceof StatementResult.Rows rows
                        && !rows.rows().isEmpty()
                ? (int) number(rows.rows().get(0).get(0))
                : 0;
        return read(observer, pid, query("ext_memcheck.heap_dump(" + dump + ")"));
    }

    static String query(String source) {
        return "SELECT source_lib, symbol, source_file, source_line, " + joined("stack") + ", " + joined("context_path")
                + ", query_id, bytes, bytes_error, count, samples, peak_bytes, provenance, sample_bytes, inherited FROM "
                + source;
    }

    private static String joined(String array) {
        return "pg_catalog.array_to_string(" + array + ", pg_catalog.chr(31))";
    }

    private static SampledHeap read(Observer observer, int pid, String query) {
        StatementResult answer = observer.ask(query);
        if (answer instanceof StatementResult.Failed failed) {
            return refused(pid, words(observer, failed.error()));
        }
        List<HeapPlace> places = new ArrayList<>();
        long sampleBytes = 0;
        for (List<Optional<String>> row : ((StatementResult.Rows) answer).rows()) {
            places.add(place(row));
            sampleBytes = number(row.get(13));
        }
        places.sort(Comparator.comparingLong(HeapPlace::bytes)
                .thenComparingLong(HeapPlace::peakBytes)
                .reversed());
        return new SampledHeap(pid, sampleBytes, places, OptionalLong.empty(), Optional.empty());
    }

    private static HeapPlace place(List<Optional<String>> row) {
        int line = (int) number(row.get(3));
        Site site = new Site(
                row.get(0),
                row.get(1),
                row.get(2),
                line > 0 ? OptionalInt.of(line) : OptionalInt.empty(),
                texts(row.get(4)));
        return new HeapPlace(
                site,
                texts(row.get(5)),
                row.get(6).map(id -> OptionalLong.of(Long.parseLong(id))).orElse(OptionalLong.empty()),
                number(row.get(7)),
                number(row.get(8)),
                number(row.get(9)),
                (int) number(row.get(10)),
                number(row.get(11)),
                row.get(12).orElse(""),
                row.get(14).filter("t"::equals).isPresent());
    }

    private static long number(Optional<String> cell) {
        return cell.map(Long::parseLong).orElse(0L);
    }

    private static List<String> texts(Optional<String> cell) {
        return cell.filter(text -> !text.isEmpty())
                .map(text -> List.of(text.split(BETWEEN, -1)))
                .orElse(List.of());
    }

    private static String words(Observer observer, SqlError error) {
        return switch (error.sqlState()) {
            case NOT_ALLOWED -> error.message() + ": a superuser runs GRANT pg_monitor TO the user";
            case NO_SCHEMA, NO_FUNCTION ->
                MissingExtension.in(observer)
                        .map(missing -> missing.sentence("there are no sampled heaps"))
                        .orElse(TOO_OLD);
            default ->
                error.message() + error.hint().map(hint -> " (" + hint + ")").orElse("");
        };
    }

    /** Bytes alive, of all places. */
    public long bytes() {
        return places.stream().mapToLong(HeapPlace::bytes).sum();
    }

    /** The error of that: the places are sampled independently of each other. */
    public long error() {
        return Math.round(Math.sqrt(places.stream()
                .mapToDouble(place -> (double) place.error() * place.error())
                .sum()));
    }
}
