package dev.memcheck.shell.prompt;

import dev.memcheck.shell.screen.FirstPrompt;
import dev.memcheck.shell.session.SessionScript;
import dev.memcheck.shell.session.SessionStart;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What comes before the first prompt.
 *
 * @param session what the command line sets
 * @param rc the user's start-up file, which need not be there
 * @param play a file that is run as if it were typed
 * @param drawn the first prompt, if it is there already; nothing else comes before it then
 */
public record PromptStart(
        SessionStart session, Optional<Path> rc, Optional<SessionScript> play, Optional<FirstPrompt> drawn) {
    /** No prompt is there yet. */
    public PromptStart(SessionStart session, Optional<Path> rc, Optional<SessionScript> play) {
        this(session, rc, play, Optional.empty());
    }
}
