package dev.memcheck.shell.cli;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.Begun;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.shell.command.BackendCommand;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.SessionScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Each session gets a private server of its own. */
final class PrivateSources implements BackendSources {
    /** A text that may be longer is not looked through before it is read. */
    private static final long LONGEST = 1 << 20;

    private final PrivateClusterOptions options;
    private Optional<Begun<PrivateCluster>> first = Optional.empty();

    PrivateSources(PrivateClusterOptions options) {
        this.options = options;
    }

    @Override
    public BackendSource ofPrompt() {
        return PrivateCluster.start(options);
    }

    /** One that is to be kept is not begun: the text may turn out to be none. */
    @Override
    public synchronized void begin(Path file) {
        if (!options.keep() && leavesServerAsItIs(file)) {
            first = Optional.of(new Begun<>(
                    () -> {
                        PrivateCluster cluster = PrivateCluster.start(options);
                        cluster.begin();
                        return cluster;
                    },
                    "memcheck-first"));
        }
    }

    /** Whether a file is a session text that surely has no {@code \backend}, nor reads another file, which might have one. */
    private static boolean leavesServerAsItIs(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
                return false;
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return !text.contains("\\backend") && !text.contains("\\i");
        } catch (IOException unreadable) {
            return false;
        }
    }

    private synchronized Optional<Begun<PrivateCluster>> takeFirst() {
        Optional<Begun<PrivateCluster>> taken = first;
        first = Optional.empty();
        return taken;
    }

    @Override
    public BackendSource of(SessionScript script) {
        PrivateClusterOptions shaped = BackendCommand.shape(options, script.items());
        if (!shaped.equals(options)) {
            return PrivateCluster.start(shaped);
        }
        Optional<Begun<PrivateCluster>> begun = takeFirst();
        return begun.isPresent() ? begun.get().await() : ofPrompt();
    }

    @Override
    public boolean arePrivate() {
        return true;
    }

    @Override
    public void close() {
        takeFirst().ifPresent(unasked -> unasked.putAway(PrivateCluster::close));
    }
}
