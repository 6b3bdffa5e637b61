package dev.memcheck.script;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One {@code key=value} of a {@code \scenario} that the scenario itself understands.
 *
 * @param value without its quotes
 * @param quoted whether it stood in quotes, and so is text whatever it looks like
 */
public record ScenarioParameter(String key, String value, boolean quoted) {
    private static final Pattern JSON_SCALAR = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?|true|false|null");

    public ScenarioParameter {
        Objects.requireNonNull(key);
        Objects.requireNonNull(value);
    }

    /** Whether the value is a number, {@code true}, {@code false} or {@code null} as JSON writes them, and not text. */
    public boolean isJson() {
        return !quoted && JSON_SCALAR.matcher(value).matches();
    }
}
