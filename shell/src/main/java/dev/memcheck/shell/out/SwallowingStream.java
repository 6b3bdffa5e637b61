package dev.memcheck.shell.out;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A stream that keeps to itself what goes wrong, and swallows the rest: who fills it must go on. */
final class SwallowingStream extends OutputStream {
    private final OutputStream out;
    private Optional<IOException> failure = Optional.empty();

    SwallowingStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (failure.isEmpty()) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            failure = failure.or(() -> Optional.of(e));
        }
    }

    /** What went wrong first. */
    Optional<IOException> failure() {
        return failure;
    }
}
