package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is taken out between the driver and a server, and what goes through. */
final class WireTest {
    private static final int VERSION_3 = 3 << 16;
    private static final int TLS_REQUEST = 80877103;
    private static final int CANCEL_REQUEST = 80877102;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final AtomicInteger starts = new AtomicInteger();

    @Test
    void theDriversZoneAndDateStyleAreNotSent() throws IOException {
        StartPacket out = startPacket(Map.of());

        out.write(start("user", "me", "DateStyle", "ISO", "TimeZone", "Etc/UTC", "options", "-c TimeZone=UTC"));
        out.write("Qnext".getBytes(StandardCharsets.US_ASCII));

        assertThat(sent.toByteArray())
                .isEqualTo(joined(
                        start("user", "me", "options", "-c TimeZone=UTC"),
                        "Qnext".getBytes(StandardCharsets.US_ASCII)));
        assertThat(starts).hasValue(1);
    }

    @Test
    void whatTheVariablesOfLibpqSayIsSent() throws IOException {
        StartPacket out = startPacket(Map.of("PGTZ", "Asia/Tokyo", "PGDATESTYLE", ""));

        out.write(start("DateStyle", "ISO", "TimeZone", "Etc/UTC", "user", "me"));

        assertThat(sent.toByteArray()).isEqualTo(start("TimeZone", "Asia/Tokyo", "user", "me"));
    }

    @Test
    void aStartThatComesInPiecesAfterARefusalOfTlsIsOne() throws IOException {
        StartPacket out = startPacket(Map.of());

        for (byte one : joined(request(TLS_REQUEST), start("TimeZone", "Etc/UTC", "user", "me"))) {
            out.write(one);
        }

        assertThat(sent.toByteArray()).isEqualTo(joined(request(TLS_REQUEST), start("user", "me")));
        assertThat(starts).hasValue(1);
    }

    @Test
    void encryptedBytesAndACancellationGoThrough() throws IOException {
        byte[] hello = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
        startPacket(Map.of()).write(hello);
        byte[] cancel = ByteBuffer.allocate(16)
                .putInt(16)
                .putInt(CANCEL_REQUEST)
                .putLong(7)
                .array();
        startPacket(Map.of()).write(cancel);

        assertThat(sent.toByteArray()).isEqualTo(joined(hello, cancel));
        assertThat(starts).hasValue(0);
    }

    @Test
    void theDriverHearsOfEverySettingButTheDateStyle() throws IOException {
        byte[] zone = message('S', "TimeZone\0UTC\0");
        byte[] ready = message('Z', "I");
        byte[] later = message('S', "DateStyle\0SQL, MDY\0");
        StartAnswers in = answers(new ByteArrayInputStream(joined(
                "N".getBytes(StandardCharsets.US_ASCII),
                message('R', "\0\0\0\0"),
                message('S', "DateStyle\0German, DMY\0"),
                zone,
                message('S', "DateStyle\0SQL, MDY\0"),
                ready,
                later)));

        assertThat(in.read()).isEqualTo('N');
        in.begin();

        assertThat(in.readAllBytes()).isEqualTo(joined(message('R', "\0\0\0\0"), zone, ready, later));
    }

    @Test
    void anAnswerThatEndsTooEarlyIsAnEnd() throws IOException {
        byte[] whole = joined(message('S', "DateStyle\0German, DMY\0"), message('S', "TimeZone\0UTC\0"));
        for (int end = 0; end < whole.length; end++) {
            StartAnswers in = answers(new ByteArrayInputStream(Arrays.copyOf(whole, end)));
            in.begin();
            try {
                assertThat(in.readAllBytes()).hasSizeLessThan(whole.length);
            } catch (EOFException ended) {
                assertThat(ended).hasMessageContaining("ended");
            }
        }
    }

    private StartPacket startPacket(Map<String, String> environment) {
        return new StartPacket(sent, environment, starts::incrementAndGet, new LogIn(LogInPlan.NONE, sent));
    }

    private StartAnswers answers(ByteArrayInputStream in) {
        return new StartAnswers(in, new LogIn(LogInPlan.NONE, sent));
    }

    private static byte[] start(String... words) {
        byte[] text = (String.join("\0", words) + "\0\0").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length)
                .putInt(8 + text.length)
                .putInt(VERSION_3)
                .put(text)
                .array();
    }

    private static byte[] request(int code) {
        return ByteBuffer.allocate(8).putInt(8).putInt(code).array();
    }

    private static byte[] message(char type, String body) {
        return ByteBuffer.allocate(5 + body.length())
                .put((byte) type)
                .putInt(4 + body.length())
                .put(body.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }
}
