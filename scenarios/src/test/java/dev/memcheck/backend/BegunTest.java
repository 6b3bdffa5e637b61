package dev.memcheck.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BegunTest {
    @Test
    void isMadeBeforeAnybodyAsks() throws Exception {
        BlockingQueue<String> made = new LinkedBlockingQueue<>();

        Begun<String> begun = new Begun<>(
                () -> {
                    made.add("made");
                    return "it";
                },
                "test");

        assertThat(made.poll(10, TimeUnit.SECONDS)).isEqualTo("made");
        assertThat(begun.await()).isEqualTo("it");
    }

    @Test
    void aFailureIsForWhoAsks() {
        BackendUnavailableException why = new BackendUnavailableException("no server");

        Begun<String> begun = new Begun<>(
                () -> {
                    throw why;
                },
                "test");

        assertThatThrownBy(begun::await).isSameAs(why);
    }

    @Test
    void isPutAwayOnceItIsThere() throws Exception {
        BlockingQueue<String> gone = new LinkedBlockingQueue<>();

        new Begun<>(() -> "one", "test").putAway(gone::add);
        new Begun<>(() -> "other", "test").putAwayLater(gone::add);

        assertThat(gone.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
        assertThat(gone.poll(10, TimeUnit.SECONDS)).isEqualTo("other");
    }

    @Test
    void whatWasNeverMadeIsNotPutAway() {
        List<String> gone = new ArrayList<>();

        new Begun<String>(
                        () -> {
                            throw new BackendUnavailableException("no server");
                        },
                        "test")
                .putAway(gone::add);

        assertThat(gone).isEmpty();
    }
}
