package dev.memcheck.backend;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One process of a server. All texts are raw.
 *
 * @param pid its process id
 * @param type as in {@code client backend} or {@code checkpointer}
 * @param database it is connected to
 * @param user it is connected as
 * @param application what the client calls itself
 * @param state as in {@code active} or {@code idle}
 * @param query its running or latest statement
 * @param contextBytes bytes of all blocks of its contexts; empty if it did not answer, as the next
 * @param contexts how many contexts it has
 * @param residentBytes resident memory that it shares with nobody
 */
public record BackendListing(
        int pid,
        String type,
        Optional<String> database,
        Optional<String> user,
        Optional<String> application,
        Optional<String> state,
        Optional<String> query,
        OptionalLong contextBytes,
        OptionalLong contexts,
        OptionalLong residentBytes) {
    public BackendListing {
        Objects.requireNonNull(type);
        Objects.requireNonNull(database);
        Objects.requireNonNull(user);
        Objects.requireNonNull(application);
        Objects.requireNonNull(state);
        Objects.requireNonNull(query);
        Objects.requireNonNull(contextBytes);
        Objects.requireNonNull(contexts);
        Objects.requireNonNull(residentBytes);
    }
}
