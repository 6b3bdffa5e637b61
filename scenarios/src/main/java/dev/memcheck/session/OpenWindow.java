package dev.memcheck.session;

import dev.memcheck.backend.WindowOptions;
import java.util.Objects;

/**
 * A window that has been opened and not closed.
 *
 * @param number number within the session, from 1
 * @param options what {@code begin} was given
 */
public record OpenWindow(int number, WindowOptions options) {
    public OpenWindow {
        Objects.requireNonNull(options);
        if (number < 1) {
            throw new IllegalArgumentException("windows are numbered from 1, not " + number);
        }
    }

    /** How messages speak of it: {@code window "name"}, or {@code window 3} if it has no name. */
    public String label() {
        return options.name().map(name -> "window \"" + name + "\"").orElse("window " + number);
    }
}
