package dev.memcheck.shell.out;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Standard output of the process. Remembers why it could not be written. */
public final class StandardOutput extends PrintWriter {
    private static final int BUFFER_BYTES = 1 << 13;

    /** The reader has closed the pipe, as head does; that is no error. */
    private static final String CLOSED = "Broken pipe";

    private final Remembering bottom;

    /** Whether ASCII is written as it is. */
    private final boolean keepsAscii;

    StandardOutput(Charset charset) {
        this(charset, new Remembering(new FileOutputStream(FileDescriptor.out)));
    }

    StandardOutput(Charset charset, OutputStream out) {
        this(charset, new Remembering(out));
    }

    private StandardOutput(Charset charset, Remembering bottom) {
        super(new BufferedOutputStream(bottom, BUFFER_BYTES), false, charset);
        this.bottom = bottom;
        this.keepsAscii = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1)
                .contains(charset);
    }

    /** Prints text that is there in ASCII: much of it costs nothing but to hand it over. */
    void ascii(byte[] text) {
        if (!keepsAscii) {
            print(new String(text, StandardCharsets.US_ASCII));
            return;
        }
        flush();
        try {
            bottom.write(text, 0, text.length);
        } catch (IOException remembered) {
            setError();
        }
    }

    /** What is to be done, once, when the reader has closed the pipe. */
    public void whenClosed(Runnable end) {
        bottom.closed = end;
    }

    /** Why output could not be written; empty if all was, or if the reader closed the pipe. */
    public Optional<String> trouble() {
        flush();
        if (bottom.first == null) {
            return Optional.empty();
        }
        String why = String.valueOf(bottom.first.getMessage());
        return why.contains(CLOSED) ? Optional.empty() : Optional.of(why);
    }

    private static final class Remembering extends OutputStream {
        private final OutputStream out;
        private volatile IOException first;
        private volatile Runnable closed = () -> {};

        Remembering(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                    if (String.valueOf(e.getMessage()).contains(CLOSED)) {
                        closed.run();
                    }
                }
                throw e;
            }
        }
    }
}
