package dev.memcheck.backend;

import dev.memcheck.finding.Site;
import java.util.List;
import java.util.OptionalLong;

/**
 * A place in the sampled heap of a process: one call stack, in contexts of one path, for one query. Figures are estimates.
 *
 * @param site function and line, as far as they are known, with the stack; may hold raw server text
 * @param contextPath names from the root to the context
 * @param queryId of the statement that ran, if there was one and its number is known
 * @param bytes alive now
 * @param error of the bytes: the truth is within it 19 times of 20
 * @param count chunks alive now
 * @param samples that all this is estimated from
 * @param peakBytes the most that the place ever held
 * @param provenance whose it is, as in findings: {@code extension} or {@code server}
 * @param inherited whether the postmaster made it, so that each of its children has it
 */
public record HeapPlace(
        Site site,
        List<String> contextPath,
        OptionalLong queryId,
        long bytes,
        long error,
        long count,
        int samples,
        long peakBytes,
        String provenance,
        boolean inherited) {
    public HeapPlace {
        contextPath = List.copyOf(contextPath);
    }
}
