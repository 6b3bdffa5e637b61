package dev.memcheck.shell.live;

import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.NodeKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is in the contexts of a backend that is watched. It is asked only while somebody looks at a context's details, and
 * at most every two seconds: that costs the backend more than a look at its tree. Until it has answered, what was known
 * before is shown.
 */
final class ObservedContents {
    private static final long EVERY_NANOS = 2_000_000_000L;

    private final Supplier<List<ContentPart>> ask;
    private volatile Map<NodeKey, List<ContentPart>> known = Map.of();
    private CompletableFuture<Void> asking = CompletableFuture.completedFuture(null);
    private long asked = System.nanoTime() - EVERY_NANOS;

    /** @param ask takes as long as the backend needs to answer; called by one thread at a time */
    ObservedContents(Supplier<List<ContentPart>> ask) {
        this.ask = ask;
    }

    /** Called by the view's thread alone; waits for nothing. */
    List<ContentPart> of(NodeKey context) {
        if (asking.isDone() && System.nanoTime() - asked >= EVERY_NANOS) {
            asked = System.nanoTime();
            asking = CompletableFuture.runAsync(
                    () -> known = ask.get().stream().collect(Collectors.groupingBy(ContentPart::context)));
        }
        return known.getOrDefault(context, List.of());
    }
}
