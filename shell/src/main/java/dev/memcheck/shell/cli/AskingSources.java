package dev.memcheck.shell.cli;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.prompt.PasswordQuestion;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionScript;
import java.util.Optional;

/** Sources of which a person at the terminal knows the password, as in {@code psql -c}. */
record AskingSources(BackendSources sources, Streams streams) implements BackendSources {
    @Override
    public BackendSource ofPrompt() {
        return sources.ofPrompt();
    }

    @Override
    public BackendSource of(SessionScript script) {
        return sources.of(script);
    }

    @Override
    public boolean arePrivate() {
        return sources.arePrivate();
    }

    @Override
    public Optional<String> password(Optional<String> user) {
        return streams.terminalIn() ? Optional.of(PasswordQuestion.ask(user, streams)) : Optional.empty();
    }
}
