package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendUnavailableException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are none. */
@Timeout(60)
class TakeOverTest {
    /** What it does with one connection. */
    private interface Manners {
        void serve(Socket client) throws IOException;
    }

    @Test
    void oneThatSaysNothingIsGivenUpAfterTheTimeout() throws IOException {
        assertTimesOut(TakeOverTest::untilHungUp);
    }

    @Test
    void oneThatTricklesIsGivenUpAfterTheTimeout() throws IOException {
        assertTimesOut(client -> {
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            message(out, 'R', new byte[4]);
            while (true) {
                message(out, 'S', "a\000b\000".getBytes(StandardCharsets.UTF_8));
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        });
    }

    @Test
    void oneThatLetsUsInAndFallsSilentIsGivenUpAfterTheTimeout() throws IOException {
        assertTimesOut(client -> {
            letIn(client);
            untilHungUp(client);
        });
    }

    @Test
    void nonsenseIsOneSentence() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            byte[] nonsense = new byte[random.nextInt(200)];
            random.nextBytes(nonsense);
            boolean in = i % 2 == 0;
            try (ServerSocket server = serving(client -> {
                if (in) {
                    letIn(client);
                }
                client.getOutputStream().write(nonsense);
            })) {
                assertThatThrownBy(() -> connection(server, 5).connect())
                        .isInstanceOf(BackendUnavailableException.class)
                        .hasMessageNotContaining("Exception");
            }
        }
    }

    private static void assertTimesOut(Manners manners) throws IOException {
        try (ServerSocket server = serving(manners)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> connection(server, 1).connect()).isInstanceOf(BackendUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
        }
    }

    private static ServerConnection connection(ServerSocket server, int seconds) {
        return ServerConnection.to(DriverProperties.target(
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        Integer.toString(server.getLocalPort()),
                        "user",
                        "me",
                        "connect_timeout",
                        Integer.toString(seconds)),
                Map.of()));
    }

    private static ServerSocket serving(Manners manners) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    refuseEncryption(client);
                    manners.serve(client);
                } catch (IOException hungUp) {
                    // The next one may come.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** Reads what comes first, up to and with the startup packet. */
    private static void refuseEncryption(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        while (true) {
            int length = in.readInt();
            int code = in.readInt();
            in.readFully(new byte[length - 8]);
            if (code >>> 16 != 1234) {
                return;
            }
            client.getOutputStream().write('N');
        }
    }

    private static void letIn(Socket client) throws IOException {
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        message(out, 'R', new byte[4]);
        for (String parameter : new String[] {
            "server_version\00015.20",
            "client_encoding\000UTF8",
            "DateStyle\000ISO",
            "standard_conforming_strings\000on",
            "integer_datetimes\000on"
        }) {
            message(out, 'S', (parameter + "\000").getBytes(StandardCharsets.UTF_8));
        }
        message(out, 'K', new byte[8]);
        message(out, 'Z', new byte[] {'I'});
    }

    private static void message(DataOutputStream out, char type, byte[] body) throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + 4);
        out.write(body);
        out.flush();
    }

    private static void untilHungUp(Socket client) throws IOException {
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
}
