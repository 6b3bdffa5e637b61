package dev.memcheck.backend;

import java.util.Optional;
import java.util.function.Function;

/** The server wants a password and none is known, so that no backend could be had. With one it can be tried again. */
public final class PasswordNeededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, BackendSource> retry;
    private final transient Optional<String> user;

    /**
     * Always the cause of a {@link BackendUnavailableException}, which has the message.
     *
     * @param user whose password it is
     * @param retry the source with a password
     */
    public PasswordNeededException(Optional<String> user, Function<String, BackendSource> retry, Throwable cause) {
        super(cause);
        this.user = user;
        this.retry = retry;
    }

    /** The one that is why there is no backend, if that is why. */
    public static Optional<PasswordNeededException> among(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof PasswordNeededException needed) {
                return Optional.of(needed);
            }
        }
        return Optional.empty();
    }

    /** Whose password is needed. */
    public Optional<String> user() {
        return user;
    }

    /** Nothing is connected yet. */
    public BackendSource with(String password) {
        return retry.apply(password);
    }
}
