package dev.memcheck.backend;

import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.sql.StatementResult;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks at the backends of a server from a second connection: nothing runs on the backend that is looked at, which may be
 * in the middle of a statement. Completion and catalog look-ups ask here, too, and never the backend under test. One thread
 * at a time.
 */
public interface Observer extends AutoCloseable {
    /**
     * Looks at one backend, or any other process of the server. Waits for up to a second.
     *
     * @param pid its process id, as in {@link BackendFacts#pid}
     * @return the tree, or why there is none; the loss of this observer's own connection is such a reason, and the next
     *     call connects anew
     */
    Observation observe(int pid);

    /**
     * What is in the contexts of a backend, which answers as it does to {@link #observe}; none where it does not, or that
     * may not be asked.
     */
    default List<ContentPart> contents(int pid) {
        return List.of();
    }

    /**
     * Has another process traced for so long, and waits.
     *
     * @param every one chunk in so many bytes is followed, at a small price; empty: each
     * @param seen hears of each look while it goes on
     * @param cancelled whether the user wants no more of it
     * @return what grew in it, or why it could not be traced
     */
    Traced trace(int pid, Duration duration, OptionalInt every, Consumer<TraceLook> seen, BooleanSupplier cancelled);

    /**
     * All processes of the server, this connection's included, in the order of their process ids.
     *
     * @throws BackendUnavailableException if the server cannot be asked
     */
    List<BackendListing> backends();

    /**
     * Asks a question about the catalogs. It waits two seconds for a lock, no longer, since who asks may hold it.
     *
     * @return the rows, or the server's error
     * @throws BackendUnavailableException if the server cannot be asked
     */
    StatementResult ask(String sql);

    /**
     * The same, for an answer that is of no use later: the server gives up after this time.
     *
     * @throws BackendUnavailableException if the server cannot be asked
     */
    StatementResult ask(String sql, Duration atMost);

    /** Ends the connection. Raises nothing. */
    @Override
    void close();
}
