package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.PGProperty;

/** What is between the driver and the server while a session logs in. */
final class LogInTest {
    private static final byte[] QUESTION = message('Q', "SELECT 1\0".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] NO_QUESTION = {};
    private static final byte[] OTHER = message('Q', "SELECT 2\0".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] PASSWORD = message('p', "secret\0".getBytes(StandardCharsets.US_ASCII));
    private static final String MECHANISMS = "SCRAM-SHA-256\0\0";

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void theQuestionGoesWithTheLastMessageOfALogInAndOnlyOnce() throws IOException {
        for (int kind : new int[] {3, 5, 11}) {
            sent.reset();
            LogIn logIn = new LogIn(new LogInPlan(false, QUESTION), sent);

            assertThat(logIn.wanted(request(kind, "salt"))).hasValue(request(kind, "salt"));
            assertThat(takes(logIn, PASSWORD)).isTrue();
            assertThat(logIn.wanted(request(0, ""))).hasValue(request(0, ""));
            assertThat(takes(logIn, QUESTION)).isTrue();
            assertThat(takes(logIn, QUESTION)).as("asked again").isFalse();
            assertThat(logIn.passesAnswerOver()).isFalse();
            assertThat(sent.toByteArray()).isEqualTo(joined(PASSWORD, QUESTION));
        }
    }

    @Test
    void noQuestionIsSentWhereAnotherMessageOfTheLogInFollows() throws IOException {
        LogIn logIn = new LogIn(new LogInPlan(false, QUESTION), sent);

        assertThat(logIn.wanted(request(10, MECHANISMS))).isPresent();
        assertThat(takes(logIn, PASSWORD)).isFalse();
        assertThat(logIn.wanted(request(8, "token"))).isPresent();
        assertThat(takes(logIn, PASSWORD)).isFalse();
        assertThat(sent.toByteArray()).isEmpty();
    }

    @Test
    void whatWasAskedInVainIsPassedOver() throws IOException {
        LogIn logIn = new LogIn(new LogInPlan(false, QUESTION), sent);
        byte[] ready = message('Z', new byte[] {'I'});
        byte[] rest = message('C', "SELECT 2\0".getBytes(StandardCharsets.US_ASCII));
        byte[] start = joined(message('R', request(3, "")), message('R', request(0, "")), ready);
        StartAnswers in = new StartAnswers(
                new ByteArrayInputStream(
                        joined(start, message('T', new byte[7]), message('D', new byte[20]), ready, rest, ready)),
                logIn);
        in.begin();

        in.readNBytes(message('R', request(3, "")).length);
        assertThat(takes(logIn, PASSWORD)).isTrue();
        in.readNBytes(start.length - message('R', request(3, "")).length);
        assertThat(takes(logIn, OTHER)).as("goes on as it is").isFalse();
        assertThat(in.readAllBytes()).isEqualTo(joined(rest, ready));
    }

    @Test
    void scramIsDoneAndThePasswordStaysHere() throws IOException {
        LogIn logIn = new LogIn(new LogInPlan(true, QUESTION), sent);

        assertThat(logIn.wanted(request(10, MECHANISMS))).hasValue(request(3, ""));
        for (byte one : PASSWORD) {
            assertThat(takes(logIn, new byte[] {one})).isTrue();
        }
        String first = sent.toString(StandardCharsets.US_ASCII);
        assertThat(first).startsWith("p").contains("SCRAM-SHA-256\0").contains("n,,n=,r=");
        assertThat(logIn.wanted(request(11, continued(first)))).isEmpty();
        assertThat(sent.toString(StandardCharsets.US_ASCII))
                .contains(",p=")
                .doesNotContain("secret")
                .endsWith(new String(QUESTION, StandardCharsets.US_ASCII));
        assertThat(takes(logIn, QUESTION)).isTrue();
    }

    @Test
    void aServerThatProvesNothingIsNotLoggedInTo() throws IOException {
        for (byte[] instead : new byte[][] {request(0, ""), request(12, "v=AAAA"), request(3, ""), request(11, "r=")}) {
            sent.reset();
            LogIn logIn = new LogIn(new LogInPlan(true, NO_QUESTION), sent);
            logIn.wanted(request(10, MECHANISMS));
            takes(logIn, PASSWORD);
            String first = sent.toString(StandardCharsets.US_ASCII);
            logIn.wanted(request(11, continued(first)));

            assertThatThrownBy(() -> logIn.wanted(instead)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoWantsABindingOrAWayToLogInHasTheDriverSeeToIt() {
        assertThat(LogInPlan.plain(new Properties()).scram()).isTrue();
        assertThat(LogInPlan.encrypted(new Properties()).scram()).isFalse();
        for (PGProperty property : new PGProperty[] {PGProperty.CHANNEL_BINDING, PGProperty.REQUIRE_AUTH}) {
            Properties properties = new Properties();
            property.set(properties, property == PGProperty.REQUIRE_AUTH ? "scram-sha-256" : "require");
            assertThat(LogInPlan.plain(properties).scram())
                    .as(property.getName())
                    .isFalse();
        }
    }

    private static boolean takes(LogIn logIn, byte[] bytes) throws IOException {
        return logIn.takes(bytes, 0, bytes.length);
    }

    /** What a server answers to the client's first message. */
    private static String continued(String first) {
        return first.substring(first.indexOf("r=")) + "more,s="
                + Base64.getEncoder().encodeToString(new byte[16]) + ",i=4096";
    }

    private static byte[] request(int kind, String rest) {
        return joined(
                ByteBuffer.allocate(Integer.BYTES).putInt(kind).array(), rest.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] message(char type, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putInt(4 + body.length)
                .put(body)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
