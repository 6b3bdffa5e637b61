package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import java.time.Duration;
import java.util.List;

/** How often the backend is looked at. */
final class RefreshRate {
    private static final List<Duration> STEPS = List.of(
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10));

    private int step = 2;

    Duration interval() {
        return STEPS.get(step);
    }

    void faster() {
        step = Math.max(0, step - 1);
    }

    void slower() {
        step = Math.min(STEPS.size() - 1, step + 1);
    }

    /** {@code every 200 ms}. */
    String text() {
        return "every " + AmountWords.interval(interval());
    }
}
