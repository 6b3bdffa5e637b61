package dev.memcheck.backend.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Nobody listens at a Unix-domain socket, or we may not talk there. */
final class UnixSocketException extends IOException {
    private static final long serialVersionUID = 1L;

    UnixSocketException(Path path, Exception why) {
        super("nobody answers at the socket " + path + ": " + why.getMessage(), why);
    }

    /** The sentence, if that is why something failed: the driver only says that the attempt failed. */
    static Optional<String> among(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnixSocketException found) {
                return Optional.of(found.getMessage());
            }
        }
        return Optional.empty();
    }
}
