package dev.memcheck.shell.session;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.shell.out.UsageException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the source of a session's backends, as the command line says. */
public interface BackendSources extends AutoCloseable {
    /**
     * Begins what {@link #of} will be asked for with a text that is read meanwhile. Nothing happens if it depends on the text.
     *
     * @param file that has the text; it need not be there
     */
    default void begin(Path file) {}

    /**
     * For a session at the prompt.
     *
     * @throws BackendUnavailableException if it cannot be had
     */
    BackendSource ofPrompt();

    /**
     * For a session text, which may set up its private backend.
     *
     * @throws BackendUnavailableException if it cannot be had
     * @throws UsageException if the text sets up a private backend, and the backend is on a running server
     */
    BackendSource of(SessionScript script);

    /**
     * The password that a server wants and nobody has said, if somebody can be asked for it while a text runs.
     *
     * @param user whose it is
     */
    default Optional<String> password(Optional<String> user) {
        return Optional.empty();
    }

    /** Whether each source is a server of its own, which nobody else uses. */
    boolean arePrivate();

    /** Puts away what was begun and not asked for. */
    @Override
    default void close() {}
}
