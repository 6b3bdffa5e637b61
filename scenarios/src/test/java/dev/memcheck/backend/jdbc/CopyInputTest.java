package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.sql.CopyData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;

@Timeout(30)
class CopyInputTest {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean refused = new AtomicBoolean();
    private final Server server = new Server();

    @Test
    void sendsAllOfIt() throws SQLException {
        byte[] data = "1\n2\n".repeat(200_000).getBytes();

        send(() -> new ByteArrayInputStream(data));

        assertThat(server.taken.toByteArray()).isEqualTo(data);
        assertThat(server.ended).isTrue();
    }

    @Test
    void aCancelIsHeardWhileNothingComes() throws IOException {
        try (PipedOutputStream silent = new PipedOutputStream()) {
            InputStream waiting = new PipedInputStream(silent);
            silent.write('1');
            server.onData = () -> cancelled.set(true);

            assertThatThrownBy(() -> send(() -> waiting))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("COPY from stdin failed: canceled by user");
        }
        assertThat(server.ended).isFalse();
        assertThat(server.givenUp).isTrue();
    }

    /** As the driver has it: at the end the refusal is thrown. */
    @Test
    void whatTheServerRefusesIsHeardWhileNothingComes() throws IOException {
        try (PipedOutputStream silent = new PipedOutputStream()) {
            InputStream waiting = new PipedInputStream(silent);
            silent.write('1');
            server.onData = () -> refused.set(true);

            assertThatThrownBy(() -> send(() -> waiting)).hasMessage("invalid input syntax");
        }
        assertThat(server.taken.toString()).isEqualTo("1");
    }

    @Test
    void whatTheServerRefusesIsHeardWhileMoreAndMoreComes() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '1';
            }
        };
        server.onData = () -> refused.set(true);

        assertThatThrownBy(() -> send(() -> endless)).hasMessage("invalid input syntax");
    }

    @Test
    void whatCannotBeReadIsNoEnd() {
        CopyData broken = () -> {
            throw new IOException("no such file");
        };

        assertThatThrownBy(() -> send(broken)).hasMessage("COPY from stdin failed: no such file");
        assertThat(server.ended).isFalse();
        assertThat(server.givenUp).isTrue();
    }

    private void send(CopyData data) throws SQLException {
        new CopyInput(server, refused::get, cancelled::get).send(data);
    }

    /** One that takes everything, until it refuses. */
    private final class Server implements CopyIn {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private Runnable onData = () -> {};
        private boolean ended;
        private boolean givenUp;

        @Override
        public void writeToCopy(byte[] buffer, int offset, int length) {
            taken.write(buffer, offset, length);
            onData.run();
        }

        @Override
        public void writeToCopy(ByteStreamWriter from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void flushCopy() {}

        @Override
        public long endCopy() throws SQLException {
            ended = true;
            if (refused.get()) {
                throw new SQLException("invalid input syntax");
            }
            return 0;
        }

        @Override
        public int getFieldCount() {
            return 1;
        }

        @Override
        public int getFormat() {
            return 0;
        }

        @Override
        public int getFieldFormat(int field) {
            return 0;
        }

        @Override
        public boolean isActive() {
            return !ended && !givenUp;
        }

        @Override
        public void cancelCopy() {
            givenUp = true;
        }

        @Override
        public long getHandledRowCount() {
            return 0;
        }
    }
}
