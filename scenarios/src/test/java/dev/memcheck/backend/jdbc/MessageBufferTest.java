package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class MessageBufferTest {
    @Test
    void giveWholeMessagesWhereTheyLie() throws IOException {
        MessageBuffer buffer = filled(message('d', "one\n"), message('d', ""), message('Z', "I"));

        assertThat(taken(buffer)).isEqualTo("one\n");
        assertThat(taken(buffer)).isEmpty();
        assertThat((char) buffer.kind()).isEqualTo('Z');
        assertThat(buffer.readAllBytes()).isEqualTo(message('Z', "I"));
    }

    @Test
    void leaveWhatHasNotComeWhole() throws IOException {
        byte[] cut = Arrays.copyOf(message('d', "one\n"), 8);

        assertThat(filled(cut).wholeBody()).isNegative();
        assertThat(filled(Arrays.copyOf(cut, 4)).wholeBody()).isNegative();
        assertThat(filled(new byte[] {'d', -1, -1, -1, -1, 0}).wholeBody()).isNegative();
    }

    /** With all of it read, and nothing of it taken. */
    private static MessageBuffer filled(byte[]... messages) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(messages).mapToInt(message -> message.length).sum());
        Arrays.stream(messages).forEach(all::put);
        MessageBuffer buffer = new MessageBuffer(new ByteArrayInputStream(all.array()));
        buffer.mark(1);
        buffer.read();
        buffer.reset();
        return buffer;
    }

    private static byte[] message(char kind, String body) {
        return ByteBuffer.allocate(MessageBuffer.HEAD + body.length())
                .put((byte) kind)
                .putInt(4 + body.length())
                .put(body.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static String taken(MessageBuffer buffer) {
        int length = buffer.wholeBody();
        return new String(buffer.bytes(), buffer.take(length), length, StandardCharsets.US_ASCII);
    }
}
