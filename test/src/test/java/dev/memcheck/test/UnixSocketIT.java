package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server reached through a Unix-domain socket: here one that hands on to the TCP port of a private server. */
class UnixSocketIT {
    private static final int BUFFER_BYTES = 65536;

    @TempDir
    private Path directory;

    @Test
    void runsWindowsAndCancelsThroughIt() throws Exception {
        try (PrivateCluster cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
                Backend helper = cluster.connect();
                ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            helper.execute("CREATE ROLE local_admin SUPERUSER LOGIN PASSWORD 'x'");
            String port = ((StatementResult.Rows) helper.execute("SHOW port"))
                    .rows()
                    .get(0)
                    .get(0)
                    .orElseThrow();
            door.bind(UnixDomainSocketAddress.of(directory.resolve(".s.PGSQL.5432")));
            inBackground(() -> handOn(door, Integer.parseInt(port)));

            MemcheckJar.Run run =
                    MemcheckJar.run("""
                    \\conninfo
                    begin
                    SELECT 40 + 2 AS answer;
                    end
                    \\expect clean
                    \\timeout 300ms
                    SELECT pg_sleep(60);
                    \\expect error '57014'
                    \\timeout off
                    SELECT count(*), sum(length(repeat(md5(g::text), 10))) FROM generate_series(1, 1000) g;
                    SELECT repeat('long ', 200000) IS NOT NULL AS long;
                    """, directory, "-d", "postgresql://local_admin:x@/postgres?host=" + directory);

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).contains("via socket in \"" + directory + "\"", "42", "clean", "320000");
        }
    }

    /** Each connection gets one of its own to the port. */
    private static void handOn(ServerSocketChannel door, int port) throws IOException {
        while (door.isOpen()) {
            SocketChannel client = door.accept();
            SocketChannel server = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            inBackground(() -> copy(client, server));
            inBackground(() -> copy(server, client));
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) throws IOException {
        try (from;
                to) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException over) {
                // One side has closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
