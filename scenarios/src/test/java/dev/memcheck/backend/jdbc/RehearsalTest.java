package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RehearsalTest {
    /** Nobody else would hear that another driver does not. */
    @Test
    void theDriverComesToItsFirstAnswer() {
        assertThatCode(Rehearsal::talk).doesNotThrowAnyException();
    }
}
