package dev.memcheck.finding;

import dev.memcheck.snapshot.NodeKey;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A violation tied to a node: one row per check type, context path and site, however many chunks or contexts.
 *
 * @param checkType what kind
 * @param severity how bad
 * @param confirmed whether it was seen again in a repeat, or needs no second sighting
 * @param contextPath names from TopMemoryContext to the context; empty where no context is concerned
 * @param contextIdent ident of the context, empty if it has none; raw server text
 * @param node the context in the latest snapshot, if it is known; the first of them where there are several
 * @param bytes bytes that stayed, over all occurrences
 * @param count chunks or contexts that stayed
 * @param bytesPerCall bytes for each repeat, where they can be told
 * @param occurrences repeats in which the site was seen, at least 1
 * @param site who allocated, used or broke it
 * @param freedStack where the memory was given back, one text per frame, innermost first; empty where that is no matter or
 *     not known
 * @param provenance whose allocation it is
 * @param statement the statement that was running, empty if none was
 * @param detail the extension's own sentence
 * @param scenarioSession which of the sessions that a scenario ran at once or in turn had it, from 1; empty where there was one
 */
public record Finding(
        CheckType checkType,
        Severity severity,
        boolean confirmed,
        List<String> contextPath,
        String contextIdent,
        Optional<NodeKey> node,
        long bytes,
        long count,
        OptionalDouble bytesPerCall,
        int occurrences,
        Site site,
        List<String> freedStack,
        Provenance provenance,
        String statement,
        String detail,
        OptionalInt scenarioSession) {
    /** Confirmed before unconfirmed, then by severity, then by bytes. */
    public static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::confirmed)
            .thenComparing(Finding::severity)
            .thenComparing(Finding::bytes)
            .reversed();

    public Finding {
        Objects.requireNonNull(checkType);
        Objects.requireNonNull(severity);
        contextPath = List.copyOf(contextPath);
        Objects.requireNonNull(contextIdent);
        Objects.requireNonNull(node);
        Objects.requireNonNull(bytesPerCall);
        Objects.requireNonNull(site);
        freedStack = List.copyOf(freedStack);
        Objects.requireNonNull(provenance);
        Objects.requireNonNull(statement);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(scenarioSession);
        if (occurrences < 1) {
            throw new IllegalArgumentException("a finding occurs at least once, not " + occurrences + " times");
        }
    }

    /** Name of the context itself, empty where no context is concerned. */
    public String contextName() {
        return contextPath.isEmpty() ? "" : contextPath.get(contextPath.size() - 1);
    }

    /**
     * Whether two findings tell of the same defect: check type, context path, library, symbol and the library's own frames
     * agree. Where neither context nor site is known, the extension's sentence names what is concerned.
     */
    public boolean sameDefect(Finding other) {
        return checkType == other.checkType
                && contextPath.equals(other.contextPath)
                && site.library().equals(other.site.library())
                && site.symbol().equals(other.site.symbol())
                && site.ownFrames().equals(other.site.ownFrames())
                && (!contextPath.isEmpty() || site.isKnown() || detail.equals(other.detail));
    }
}
