package dev.memcheck.shell.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamsTest {
    @Test
    void withoutALocaleNoLetterIsLost() {
        assertThat(Streams.outputCharset(Map.of())).isEqualTo(StandardCharsets.UTF_8);
        assertThat(Streams.outputCharset(Map.of("LC_ALL", "", "LANG", ""))).isEqualTo(StandardCharsets.UTF_8);
    }

    @Test
    void theFirstLocaleThatIsSetDecides() {
        assertThat(Streams.outputCharset(Map.of("LC_ALL", "", "LC_CTYPE", "de_DE.UTF-8", "LANG", "C")))
                .isEqualTo(StandardCharsets.UTF_8);
        assertThat(Streams.outputCharset(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8")))
                .isEqualTo(Charset.defaultCharset());
    }
}
