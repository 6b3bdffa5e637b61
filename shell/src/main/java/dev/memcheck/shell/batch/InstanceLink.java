package dev.memcheck.shell.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory in which pg_regress would have made a server of its own ({@code --temp-instance}): files put data there for the
 * server to read. It has a link to the data of the server that there is, and goes again, if it was not there before.
 */
final class InstanceLink {
    private final Optional<Path> directory;

    private InstanceLink(Optional<Path> directory) {
        this.directory = directory;
    }

    /**
     * @param wanted the directory, if the suite names one
     * @param data of the server
     */
    static InstanceLink make(Optional<Path> wanted, Path data) {
        InstanceLink link = new InstanceLink(wanted);
        if (wanted.filter(InstanceLink::isLeft).isPresent()) {
            link.remove();
        }
        if (wanted.isEmpty() || Files.exists(wanted.get())) {
            return new InstanceLink(Optional.empty());
        }
        try {
            Files.createDirectory(wanted.get());
            Files.createSymbolicLink(wanted.get().resolve("data"), data);
        } catch (IOException readOnly) {
            // Files that need it will say so.
        }
        return link;
    }

    /** Whether one that was killed has left it, whose server has gone. */
    private static boolean isLeft(Path directory) {
        Path data = directory.resolve("data");
        return Files.isSymbolicLink(data) && !Files.exists(data);
    }

    /** Takes it away. */
    void remove() {
        if (directory.isPresent()) {
            try {
                Files.deleteIfExists(directory.get().resolve("data"));
                Files.deleteIfExists(directory.get());
            } catch (IOException inUse) {
                // Something else is in it.
            }
        }
    }
}
