package dev.memcheck.backend;

import java.util.Optional;

/**
 * What {@code begin} was given.
 *
 * @param name name of the window, if it has one
 * @param pattern SQL LIKE pattern of the extension's contexts, if one was given
 * @param json further options as a JSON object, validated by the extension
 */
public record WindowOptions(Optional<String> name, Optional<String> pattern, Optional<String> json) {
    public static WindowOptions none() {
        return new WindowOptions(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
