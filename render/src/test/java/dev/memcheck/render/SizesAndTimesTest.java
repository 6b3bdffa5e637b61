package dev.memcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.amount.AmountWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesAndTimesTest {
    /** What {@code pg_size_pretty} of a server 15 says, but for a single byte. */
    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1, 1 byte",
        "-1, -1 byte",
        "10239, 10239 bytes",
        "10240, 10 kB",
        "-10239, -10239 bytes",
        "-10240, -10 kB",
        "10751, 10 kB",
        "10752, 11 kB",
        "1048576, 1024 kB",
        "10480000, 10234 kB",
        "10485247, 10239 kB",
        "10485248, 10 MB",
        "-10485248, -10 MB",
        "10736893951, 10239 MB",
        "10736893952, 10 GB",
        "10000000000000, 9313 GB",
        "11000000000000000, 10004 TB",
        "9223372036854775807, 8192 PB",
        "-9223372036854775808, -8192 PB"
    })
    void sizesAreThoseOfTheServer(long bytes, String expected) {
        assertThat(AmountWords.bytes(bytes)).isEqualTo(expected);
    }

    @Test
    void differencesHaveASign() {
        assertThat(AmountWords.difference(128)).isEqualTo("+128 bytes");
        assertThat(AmountWords.difference(-20_480)).isEqualTo("-20 kB");
        assertThat(AmountWords.difference(0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1234, Time: 1.234 ms",
        "999999, Time: 999.999 ms",
        "1202061, Time: 1202.061 ms (00:01.202)",
        "61234500, Time: 61234.500 ms (01:01.235)",
        "3661000000, Time: 3661000.000 ms (01:01:01.000)",
        "90061000000, Time: 90061000.000 ms (1 d 01:01:01.000)"
    })
    void timesAreThoseOfPsql(long micros, String expected) {
        assertThat(AmountWords.timing(micros)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0 ms", "1250, 1.3 ms", "1500000, 1.5 s", "61234500, 01:01.235"})
    void briefTimes(long micros, String expected) {
        assertThat(AmountWords.brief(micros)).isEqualTo(expected);
    }
}
