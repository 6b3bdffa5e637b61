package dev.memcheck.shell.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveFeedTest {
    private static final Optional<Duration> OFTEN = Optional.of(Duration.ofMillis(1));
    private static final Observation END = new Observation.Unseen("the end");

    private final Semaphore looks = new Semaphore(0);
    private final AtomicInteger count = new AtomicInteger();

    @Test
    void itLooksAgainAndAgainWhileItFollows() throws InterruptedException {
        try (LiveFeed feed = new LiveFeed(this::look)) {
            feed.every(OFTEN);
            feed.follow();

            looks.acquire(3);
            assertThat(feed.latest()).isPresent();
        }
    }

    @Test
    void itLooksAtNothingUnlessItFollows() throws InterruptedException {
        try (LiveFeed feed = new LiveFeed(this::look)) {
            feed.every(OFTEN);
            assertThat(looks.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
            feed.follow();
            looks.acquire();
            feed.every(Optional.empty());
            looks.tryAcquire(50, TimeUnit.MILLISECONDS);
            int paused = count.get();
            assertThat(looks.tryAcquire(paused + 1, 50, TimeUnit.MILLISECONDS)).isFalse();
            feed.every(OFTEN);
            looks.acquire();
        }
    }

    @Test
    void whatIsNewsOnlyOnceIsTheSameObject() throws InterruptedException {
        try (LiveFeed feed = new LiveFeed(this::look)) {
            feed.settle(END);

            assertThat(feed.latest()).containsSame(END);
            assertThat(feed.latest()).isSameAs(feed.latest());
        }
    }

    @Test
    void aLookThatWasOvertakenIsThrownAway() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch again = new CountDownLatch(2);
        try (LiveFeed feed = new LiveFeed(() -> {
            looking.countDown();
            again.countDown();
            await(gate);
            return new Observation.Unseen("late");
        })) {
            feed.every(OFTEN);
            feed.follow();
            looking.await();
            feed.settle(END);
            gate.countDown();
            assertThat(feed.latest()).containsSame(END);
            // The next look is not begun before the late one was dealt with.
            feed.follow();
            again.await();
            feed.settle(END);
        }
    }

    @Test
    void whatKeepsItFromLookingIsToldAsIfSeen() {
        CountDownLatch second = new CountDownLatch(2);
        try (LiveFeed feed = new LiveFeed(() -> {
            second.countDown();
            throw new BackendUnavailableException("no more connections");
        })) {
            feed.every(OFTEN);
            feed.follow();
            await(second);

            assertThat(feed.latest()).contains(new Observation.Unseen("no more connections"));
        }
    }

    private Observation look() {
        looks.release();
        return new Observation.Unseen("look " + count.incrementAndGet());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
