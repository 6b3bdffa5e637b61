package dev.memcheck.shell.prompt;

import dev.memcheck.script.TypedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;

/**
 * Asks the person at the prompt for the lines of one COPY. Whoever reads them is a thread of its own, and closes them where the
 * server takes no more.
 */
final class TypedLines implements TypedData {
    private static final String END = "\\.";
    private static final String PROMPT = "memcheck>> ";
    private static final String HINT =
            "Type the data, each row in a line, and \\. alone in a line after them. Ctrl-C gives them up.";

    private static final String REFUSED = "The server refuses them: what follows is left out, up to \\. or Ctrl-C.";

    private final LineReader reader;
    private final DataMode mode;
    private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    private boolean asked;

    TypedLines(LineReader reader, DataMode mode) {
        this.reader = reader;
        this.mode = mode;
    }

    @Override
    public synchronized InputStream open() {
        if (asked) {
            return new ByteArrayInputStream(typed.toByteArray());
        }
        asked = true;
        reader.getTerminal().writer().println(HINT);
        return new Lines();
    }

    @Override
    public synchronized String text() {
        return typed.toString(StandardCharsets.UTF_8);
    }

    private synchronized byte[] keep(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        typed.writeBytes(bytes);
        return bytes;
    }

    private final class Lines extends InputStream {
        private InputStream line = InputStream.nullInputStream();
        private final Object closing = new Object();
        private volatile boolean over;
        private boolean refused;
        private boolean typing;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = line.read(to, offset, length);
            if (count < 0 && begin()) {
                try {
                    next();
                } finally {
                    end();
                }
                count = line.read(to, offset, length);
            }
            return count;
        }

        /** Asks for the next line. */
        private void next() throws IOException {
            try {
                String next = mode.during(() -> reader.readLine(PROMPT));
                over = next.equals(END);
                line = over ? InputStream.nullInputStream() : new ByteArrayInputStream(keep(next));
            } catch (EndOfFileException controlD) {
                over = true;
            } catch (UserInterruptException e) {
                over = true;
                throw new IOException("canceled by user", e);
            }
        }

        private synchronized boolean begin() {
            typing = !over && !refused;
            return typing;
        }

        private synchronized void end() {
            typing = false;
            notifyAll();
        }

        /**
         * Where the server takes no more of them, the rest is still typed or pasted: it is taken up to its end, as in psql, lest it
         * be run.
         */
        @Override
        public void close() {
            if (isAsking()) {
                reader.printAbove(REFUSED);
            }
            // Both who reads and who wants no more closes it.
            synchronized (closing) {
                try {
                    await();
                    while (!over) {
                        next();
                    }
                } catch (IOException givenUp) {
                    over = true;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private synchronized boolean isAsking() {
            refused = true;
            return typing;
        }

        private synchronized void await() throws InterruptedException {
            while (typing) {
                wait();
            }
        }
    }
}
