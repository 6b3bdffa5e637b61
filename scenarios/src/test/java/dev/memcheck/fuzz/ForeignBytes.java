package dev.memcheck.fuzz;

import dev.memcheck.capture.Capture;
import dev.memcheck.capture.CaptureFormatException;
import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.SessionBytes;
import dev.memcheck.script.SessionParser;
import dev.memcheck.snapshot.SnapshotFormatException;
import dev.memcheck.snapshot.SnapshotReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** The readers of bytes that come from elsewhere: they read them or refuse them, and raise nothing else. */
enum ForeignBytes {
    SNAPSHOT {
        @Override
        void read(byte[] bytes) {
            SnapshotReader reader = new SnapshotReader();
            try {
                reader.read(bytes);
                // The second time it is compared with the first.
                reader.read(bytes.clone());
            } catch (SnapshotFormatException refused) {
                requireWords(refused);
            }
        }
    },

    /** What is inside of the compression, which would hide it from a fuzzer. */
    CAPTURE {
        @Override
        void read(byte[] bytes) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            try {
                Capture.read(new ByteArrayInputStream(packed.toByteArray()));
            } catch (CaptureFormatException refused) {
                requireWords(refused);
            } catch (IOException e) {
                throw new UncheckedIOException("only a stream raises this", e);
            }
        }
    },

    SESSION {
        @Override
        void read(byte[] bytes) {
            IncludeResolver none = (file, includer) -> {
                throw new IOException("there is no such file");
            };
            try {
                String text = SessionBytes.decode("fuzz.mcs", bytes);
                new SessionParser(Set.of("findings", "tree", "q", "?"), none).parse("fuzz.mcs", text);
            } catch (ParseException refused) {
                requireWords(refused);
            }
        }
    };

    /** @throws RuntimeException if the reader does what it should not */
    abstract void read(byte[] bytes);

    private static void requireWords(Exception refused) {
        if (refused.getMessage() == null || refused.getMessage().isBlank()) {
            throw new AssertionError("refused without a word", refused);
        }
    }
}
