package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** SHA-256 as Java has it, and SCRAM as a server has it that is written down here. */
final class ScramTest {
    private static final String NONCE = "fyko+d2lbbFgONRv9qkxdawL";
    private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @Test
    void hashesOfEveryLengthAreJavas() throws GeneralSecurityException {
        Random random = new Random(15);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            byte[] key = new byte[1 + random.nextInt(150)];
            random.nextBytes(key);

            assertThat(Sha256.hash(bytes))
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertThat(Sha256.authenticator(key, bytes)).isEqualTo(mac(key, bytes));
        }
    }

    @Test
    void stretchedPasswordsAreJavas() throws GeneralSecurityException {
        for (String password : new String[] {"secret", "p", "x".repeat(64), "y".repeat(100)}) {
            for (int iterations : new int[] {1, 2, 1000}) {
                assertThat(Sha256.stretched(ascii(password), SALT, iterations))
                        .isEqualTo(stretched(password, iterations));
            }
        }
    }

    @Test
    void eachSideProvesThatItKnowsThePassword() throws GeneralSecurityException, IOException {
        Scram client = new Scram("secret", NONCE);
        String first = "r=" + NONCE + "more,s=" + Base64.getEncoder().encodeToString(SALT) + ",i=4096";

        assertThat(client.first()).isEqualTo(ascii("n,,n=,r=" + NONCE));
        assertThat(client.isProvenBy(ascii("v="))).as("before the end").isFalse();
        String last = new String(client.last(ascii(first)), StandardCharsets.US_ASCII);

        String all = "n=,r=" + NONCE + "," + first + ",c=biws,r=" + NONCE + "more";
        byte[] key = stretched("secret", 4096);
        byte[] proof = mac(key, ascii("Client Key"));
        byte[] signature = mac(MessageDigest.getInstance("SHA-256").digest(proof), ascii(all));
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        assertThat(last)
                .isEqualTo("c=biws,r=" + NONCE + "more,p=" + Base64.getEncoder().encodeToString(proof));
        String server = Base64.getEncoder().encodeToString(mac(mac(key, ascii("Server Key")), ascii(all)));
        assertThat(client.isProvenBy(ascii("v=" + server))).isTrue();
        assertThat(client.isProvenBy(ascii("v=" + server + "x"))).isFalse();
        assertThat(client.isProvenBy(ascii("e=other-error"))).isFalse();
    }

    @Test
    void noncesAreNeverTheSame() {
        assertThat(new Scram("secret").first()).isNotEqualTo(new Scram("secret").first());
    }

    @Test
    void anAnswerThatIsNoneIsRefused() {
        String salt = ",s=" + Base64.getEncoder().encodeToString(SALT);
        for (String answer : new String[] {
            "",
            "r=",
            "r=" + NONCE + salt + ",i=4096",
            "r=other" + salt + ",i=4096",
            "r=" + NONCE + "more,s=%,i=4096",
            "r=" + NONCE + "more" + salt,
            "r=" + NONCE + "more" + salt + ",i=0",
            "r=" + NONCE + "more" + salt + ",i=-5",
            "m=ext,r=" + NONCE + "more" + salt + ",i=4096"
        }) {
            assertThatThrownBy(() -> new Scram("secret", NONCE).last(ascii(answer)))
                    .as(answer)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be read");
        }
        assertThatThrownBy(() -> new Scram("secret", NONCE).last(ascii("r=" + NONCE + "more" + salt + ",i=900000000")))
                .hasMessageContaining("900000000 iterations");
    }

    private static byte[] stretched(String password, int iterations) throws GeneralSecurityException {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, iterations, Sha256.LENGTH * Byte.SIZE))
                .getEncoded();
    }

    private static byte[] mac(byte[] key, byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
