package dev.memcheck.shell.cli;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.Begun;
import dev.memcheck.backend.jdbc.ServerConnection;
import dev.memcheck.backend.jdbc.ServerConnectionOptions;
import dev.memcheck.shell.command.BackendCommand;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionScript;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Each session connects to a server that runs already. */
final class ServerSources implements BackendSources {
    private final ServerConnectionOptions options;

    /** What one session has learned of the server, the next one knows. */
    private final AtomicBoolean known = new AtomicBoolean();

    private Optional<Begun<ServerConnection>> first = Optional.empty();

    ServerSources(ServerConnectionOptions options) {
        this.options = options;
    }

    @Override
    public BackendSource ofPrompt() {
        return ServerConnection.to(options, known);
    }

    @Override
    public synchronized void begin(Path file) {
        first = Optional.of(new Begun<>(
                () -> {
                    ServerConnection server = ServerConnection.to(options, known);
                    server.begin();
                    return server;
                },
                "memcheck-first"));
    }

    private synchronized Optional<Begun<ServerConnection>> takeFirst() {
        Optional<Begun<ServerConnection>> taken = first;
        first = Optional.empty();
        return taken;
    }

    @Override
    public BackendSource of(SessionScript script) {
        if (BackendCommand.isIn(script.items())) {
            throw new UsageException(
                    script.name() + " sets up its private backend with \\backend, so it cannot run on a"
                            + " running server: leave out the connection options");
        }
        Optional<Begun<ServerConnection>> begun = takeFirst();
        return begun.isPresent() ? begun.get().await() : ofPrompt();
    }

    @Override
    public boolean arePrivate() {
        return false;
    }

    @Override
    public void close() {
        takeFirst().ifPresent(unasked -> unasked.putAway(ServerConnection::close));
    }
}
