package dev.memcheck.backend.jdbc;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.postgresql.shaded.com.ongres.scram.common.StringPreparation;

/**
 * One log-in by SCRAM-SHA-256 (RFC 5802), without channel binding: neither side sends the password, and each proves that it knows it. The
 * driver's own does the same by way of a hundred classes more.
 */
final class Scram {
    static final String MECHANISM = "SCRAM-SHA-256";

    /** No more than the driver takes: each costs us time, and the server says how many. */
    private static final int MOST_ITERATIONS = 100_000;

    private static final int LONGEST_NUMBER = 9;
    private static final int NONCE_BYTES = 18;

    /** There is no channel binding, in the first message and, as base64, in the last. */
    private static final String HEADER = "n,,";

    private static final String HEADER_AGAIN = "c=biws";

    private final byte[] password;
    private final String nonce;
    private final String begin;
    private byte[] proofOfServer = {};

    Scram(String password) {
        this(password, Base64.getEncoder().encodeToString(random()));
    }

    /** @param nonce printable characters without a comma, which nobody can foresee */
    Scram(String password, String nonce) {
        this.password = prepared(password).getBytes(StandardCharsets.UTF_8);
        this.nonce = nonce;
        // The server takes the user from the packet that started the session.
        this.begin = "n=,r=" + nonce;
    }

    /** What the client begins with. */
    byte[] first() {
        return ascii(HEADER + begin);
    }

    /**
     * What the client says last.
     *
     * @param first what the server has answered to the first
     * @throws IOException if that is no such answer
     */
    byte[] last(byte[] first) throws IOException {
        String said = new String(first, StandardCharsets.UTF_8);
        String[] parts = said.split(",");
        if (parts.length < 3 || !parts[0].startsWith("r=" + nonce) || parts[0].length() == nonce.length() + 2) {
            throw broken();
        }
        byte[] key = Sha256.stretched(password, salt(parts[1]), iterations(parts[2]));
        String unproven = HEADER_AGAIN + "," + parts[0];
        byte[] all = (begin + "," + said + "," + unproven).getBytes(StandardCharsets.UTF_8);
        byte[] proof = Sha256.authenticator(key, ascii("Client Key"));
        byte[] signature = Sha256.authenticator(Sha256.hash(proof), all);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        proofOfServer = Sha256.authenticator(Sha256.authenticator(key, ascii("Server Key")), all);
        return ascii(unproven + ",p=" + Base64.getEncoder().encodeToString(proof));
    }

    /**
     * Whether the server knows the password, too.
     *
     * @param last what the server has answered to the last
     */
    boolean isProvenBy(byte[] last) {
        String proof = "v=" + Base64.getEncoder().encodeToString(proofOfServer);
        return proofOfServer.length > 0 && Arrays.equals(last, ascii(proof));
    }

    private static byte[] salt(String part) throws IOException {
        try {
            if (part.startsWith("s=")) {
                return Base64.getDecoder().decode(part.substring(2));
            }
        } catch (IllegalArgumentException noBase64) {
            // It is said below.
        }
        throw broken();
    }

    private static int iterations(String part) throws IOException {
        if (!part.startsWith("i=") || !areWithin(part.substring(2), '0', '9') || part.length() > LONGEST_NUMBER + 2) {
            throw broken();
        }
        int iterations = Integer.parseInt("0" + part.substring(2));
        if (iterations == 0) {
            throw broken();
        }
        if (iterations > MOST_ITERATIONS) {
            throw new IOException("the server wants " + iterations + " iterations of SCRAM, and more than "
                    + MOST_ITERATIONS + " are not made");
        }
        return iterations;
    }

    private static IOException broken() {
        return new IOException("the server answered to the log-in by SCRAM what cannot be read");
    }

    /** What is not ASCII can be written in several ways, of which the server keeps one; where there is none it keeps what it got. */
    private static String prepared(String password) {
        if (areWithin(password, ' ', '~')) {
            return password;
        }
        try {
            return new String(StringPreparation.POSTGRESQL_PREPARATION.normalize(password.toCharArray()));
        } catch (IllegalArgumentException hasNone) {
            return password;
        }
    }

    private static boolean areWithin(String text, char least, char most) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < least || text.charAt(i) > most) {
                return false;
            }
        }
        return true;
    }

    /** Java's own randomness is of the same source, by way of its providers. */
    private static byte[] random() {
        byte[] bytes = new byte[NONCE_BYTES];
        try (InputStream source = new FileInputStream("/dev/urandom")) {
            if (source.readNBytes(bytes, 0, bytes.length) == bytes.length) {
                return bytes;
            }
        } catch (IOException noneHere) {
            // Java knows another.
        }
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
