package dev.memcheck.script;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as session files write them: a whole number of ms, s or min, or {@code off} for none. */
public final class TimeLimit {
    /** What is expected, for messages. */
    static final String FORM = "expected a time such as 200ms, 5s or 2min, or off";

    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|min)");
    private static final Map<String, Integer> MILLIS = Map.of("ms", 1, "s", 1000, "min", 60_000);

    private TimeLimit() {}

    /** Whether the word means that there is no limit. */
    static boolean isOff(String word) {
        return word.equalsIgnoreCase("off");
    }

    /** The time that a word gives, empty if it gives none above zero. */
    public static Optional<Duration> parse(String word) {
        Matcher matcher = TIME.matcher(word);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long millis = Long.parseLong(matcher.group(1)) * MILLIS.get(matcher.group(2));
        return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }
}
