package dev.memcheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    void aMomentIsTheBeginningAndWhatHasPassedSince() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        InstantSource clock = WallClock.running(START, nanos::get);

        assertThat(clock.instant()).isEqualTo(START);
        nanos.addAndGet(1_500_000_000L);
        assertThat(clock.instant()).isEqualTo(START.plusMillis(1500));
    }
}
