package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixSocketTest {
    @TempDir
    private Path directory;

    private Path path;
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        path = directory.resolve(".s.PGSQL.5432");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    @Test
    void carriesBytesBothWays() throws IOException {
        try (UnixSocket socket = new UnixSocket(path);
                SocketChannel peer = server.accept()) {
            socket.getOutputStream().write("ask".getBytes(StandardCharsets.US_ASCII));
            ByteBuffer heard = ByteBuffer.allocate(3);
            while (heard.hasRemaining()) {
                peer.read(heard);
            }
            peer.write(ByteBuffer.wrap("told".getBytes(StandardCharsets.US_ASCII)));

            assertThat(new String(heard.array(), StandardCharsets.US_ASCII)).isEqualTo("ask");
            assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("told");
            peer.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void waitsNoLongerThanItsTimeoutAndGoesOnAfterwards() throws IOException {
        try (UnixSocket socket = new UnixSocket(path);
                SocketChannel peer = server.accept()) {
            socket.setSoTimeout(20);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            peer.write(ByteBuffer.wrap(new byte[] {7, 8}));
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            socket.setSoTimeout(0);
            assertThat(socket.getInputStream().read()).isEqualTo(8);
        }
    }

    @Test
    void anInterruptThatCameBeforeDoesNotCloseIt() throws IOException {
        try (UnixSocket socket = new UnixSocket(path);
                SocketChannel peer = server.accept()) {
            peer.write(ByteBuffer.wrap(new byte[] {7, 8}));
            Thread.currentThread().interrupt();

            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().read()).isEqualTo(8);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void theLastWordsOfWhoTakesNoMoreAreStillRead() throws IOException {
        try (UnixSocket socket = new UnixSocket(path)) {
            try (SocketChannel peer = server.accept()) {
                peer.write(ByteBuffer.wrap("FATAL".getBytes(StandardCharsets.US_ASCII)));
            }

            socket.getOutputStream().write(1);

            assertThat(socket.getInputStream().readNBytes(6)).asString().isEqualTo("FATAL");
            assertThatThrownBy(() -> socket.getOutputStream().write(1)).hasMessageContaining("Broken pipe");
        }
    }

    @Test
    void whoReadsIsToldThatAnotherThreadClosedIt() throws Exception {
        UnixSocket socket = new UnixSocket(path);
        try (SocketChannel peer = server.accept()) {
            CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> {
                try {
                    return socket.getInputStream().read();
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });

            socket.close();

            assertThat(peer.isOpen()).isTrue();
            assertThat(socket.isClosed()).isTrue();
            assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ClosedChannelException.class);
        }
    }

    @Test
    void saysWhichSocketNobodyAnswersAt() {
        assertThatThrownBy(() -> new UnixSocket(directory.resolve(".s.PGSQL.1")))
                .isInstanceOf(UnixSocketException.class)
                .hasMessageContaining(".s.PGSQL.1: No such file or directory");
    }
}
