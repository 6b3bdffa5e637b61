package dev.memcheck.shell.session;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.shell.out.UsageException;

/** Makes the source of a session's backends, as the command line says. */
public interface BackendSources {
    /**
     * For a session at the prompt.
     *
     * @throws BackendUnavailableException if it cannot be had
     */
    BackendSource ofPrompt();

    /**
     * For a session text, which may shape its backend.
     *
     * @throws BackendUnavailableException if it cannot be had
     * @throws UsageException if the text shapes a backend that is not ours to shape
     */
    BackendSource of(SessionScript script);

    /** Whether each source is a server of its own, which nobody else uses. */
    boolean arePrivate();
}
