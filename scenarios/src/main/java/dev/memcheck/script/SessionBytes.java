package dev.memcheck.script;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** What a session file holds, as text: UTF-8, whatever the locale. */
public final class SessionBytes {
    private SessionBytes() {}

    /**
     * Decodes all of it; a byte order mark stays.
     *
     * @param name of the text, for messages
     * @throws ParseException at the first byte that is not UTF-8
     */
    public static String decode(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // No byte gives more than one char.
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw new SourceText(name, text)
                    .error(
                            text.length(),
                            String.format("byte 0x%02X is not UTF-8", bytes[in.position()]),
                            "expected UTF-8 text");
        }
        return text;
    }
}
