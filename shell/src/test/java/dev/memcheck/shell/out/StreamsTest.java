package dev.memcheck.shell.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void whatIsHandedOverInAsciiStandsBetweenWhatWasPrinted() {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE)) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            StandardOutput out = new StandardOutput(charset, written);

            out.print("gr\u00fcn ");
            out.ascii("one\ttwo\n".getBytes(StandardCharsets.US_ASCII));
            out.print("end");
            out.flush();

            assertThat(written.toString(charset)).isEqualTo("gr\u00fcn one\ttwo\nend");
        }
    }

    @Test
    void whoClosesThePipeIsToldOfOnce() {
        AtomicInteger told = new AtomicInteger();
        StandardOutput out = new StandardOutput(StandardCharsets.UTF_8, new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        out.whenClosed(told::incrementAndGet);

        out.print("one");
        out.flush();
        out.print("two");
        out.flush();

        assertThat(told).hasValue(1);
        assertThat(out.trouble()).isEmpty();
    }
}
