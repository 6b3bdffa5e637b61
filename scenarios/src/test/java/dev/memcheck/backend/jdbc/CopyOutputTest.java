package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyOutputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t TO STDOUT",
                "copy (SELECT ')' || $$($$ /* ( */, (1)) to\nstdout WITH (FORMAT csv)",
                "  Copy \"to\" -- a comment\n TO STDOUT",
                "COPY t(a,b) TO STDOUT(HEADER)",
            })
    void isMeantBy(String sql) {
        assertThat(CopyOutput.isMeantBy(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t FROM STDIN",
                "COPY t TO '/tmp/ TO STDOUT'",
                "COPY (SELECT 1 AS to, stdout FROM t TO STDOUT) TO PROGRAM 'cat'",
                "COPY t TO '/tmp/x' -- TO STDOUT",
                "COPY t TO '/tmp/x' /* TO STDOUT */",
                "COPY \" TO STDOUT\" FROM '/tmp/x'",
                "COPYING t TO STDOUT",
                "SELECT 1",
            })
    void isNotMeantBy(String sql) {
        assertThat(CopyOutput.isMeantBy(sql)).isFalse();
    }
}
