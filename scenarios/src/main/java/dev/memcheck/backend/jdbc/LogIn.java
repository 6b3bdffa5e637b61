package dev.memcheck.backend.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The log-in of a session, between the driver and the server. It sends the session's first question together with the last message of
 * a log-in with a password, so that a slow link is waited for once; when the driver comes to ask it, it is sent no more. And
 * where {@link LogInPlan} has it so, it does what SCRAM wants by itself: the driver is asked for the password as if the server wanted it as
 * it is, and what it says stays here.
 */
final class LogIn {
    /** Kinds of requests, which the first four bytes are. */
    private static final int DONE = 0;

    private static final int PASSWORD = 3;
    private static final int HASHED_PASSWORD = 5;
    private static final int MECHANISMS = 10;
    private static final int SCRAM_CONTINUES = 11;
    private static final int SCRAM_ENDS = 12;
    private static final int HEAD = 1 + Integer.BYTES;

    /** No server's is longer. */
    static final int LONGEST_REQUEST = 10_000;

    private final LogInPlan plan;
    private final OutputStream out;
    private Optional<Scram> scram = Optional.empty();
    private boolean wantsPassword;
    private final ByteArrayOutputStream password = new ByteArrayOutputStream();

    /** Whether the next message of the driver's is the last of a log-in. */
    private boolean lastIsNext;

    /** Whether the question was sent, and the driver has not asked it yet. */
    private boolean asked;

    /** Whether the driver asked another one, so that nobody wants the answer. */
    private boolean unwanted;

    private boolean proven;

    /** @param out to the server */
    LogIn(LogInPlan plan, OutputStream out) {
        this.plan = plan;
        this.out = out;
    }

    /**
     * The server wants something, or is content.
     *
     * @param body of the message
     * @return the body that the driver gets; empty if it gets none
     * @throws IOException if the server does not know the password itself, or what it wants cannot be understood
     */
    Optional<byte[]> wanted(byte[] body) throws IOException {
        int kind = body.length < Integer.BYTES ? -1 : ByteBuffer.wrap(body).getInt();
        byte[] rest = Arrays.copyOfRange(body, Math.min(body.length, Integer.BYTES), body.length);
        if (kind == MECHANISMS && plan.scram() && offers(rest)) {
            wantsPassword = true;
            return Optional.of(
                    ByteBuffer.allocate(Integer.BYTES).putInt(PASSWORD).array());
        }
        if (scram.isPresent()) {
            return answered(kind, body, rest);
        }
        lastIsNext = kind == PASSWORD || kind == HASHED_PASSWORD || kind == SCRAM_CONTINUES;
        return Optional.of(body);
    }

    private static boolean offers(byte[] mechanisms) {
        String names = "\0" + new String(mechanisms, StandardCharsets.US_ASCII);
        return names.contains("\0" + Scram.MECHANISM + "\0");
    }

    private Optional<byte[]> answered(int kind, byte[] body, byte[] rest) throws IOException {
        if (kind == SCRAM_CONTINUES && !proven) {
            sendLast(message(scram.get().last(rest)));
            return Optional.empty();
        }
        if (kind == SCRAM_ENDS && !proven) {
            proven = scram.get().isProvenBy(rest);
        }
        if (!proven || kind != SCRAM_ENDS && kind != DONE) {
            throw new IOException("the server did not prove in the log-in that it knows the password");
        }
        return kind == DONE ? Optional.of(body) : Optional.empty();
    }

    /**
     * The driver sends something after the packet that starts the session.
     *
     * @return whether that is done; otherwise it is to be sent as it is
     * @throws IOException if the connection is lost
     */
    boolean takes(byte[] bytes, int offset, int length) throws IOException {
        if (wantsPassword) {
            return takesPassword(bytes, offset, length);
        }
        if (asked) {
            asked = false;
            byte[] question = plan.question();
            unwanted = !Arrays.equals(question, 0, question.length, bytes, offset, offset + length);
            return !unwanted;
        }
        boolean last = lastIsNext && isMessage('p', bytes, offset, length);
        lastIsNext = false;
        if (last) {
            sendLast(Arrays.copyOfRange(bytes, offset, offset + length));
        }
        return last;
    }

    /** Whether an answer is to be passed over before the one that the driver waits for; the first time it is asked. */
    boolean passesAnswerOver() {
        boolean over = unwanted;
        unwanted = false;
        return over;
    }

    /** It may come in pieces, and none of them may go further. */
    private boolean takesPassword(byte[] bytes, int offset, int length) throws IOException {
        password.write(bytes, offset, length);
        byte[] come = password.toByteArray();
        if (come[0] != 'p') {
            // It gives up.
            wantsPassword = false;
            out.write(come);
        } else if (isMessage('p', come, 0, come.length)) {
            wantsPassword = false;
            password.reset();
            scram = Optional.of(new Scram(new String(come, HEAD, come.length - HEAD - 1, StandardCharsets.UTF_8)));
            byte[] first = scram.get().first();
            byte[] mechanism = (Scram.MECHANISM + "\0").getBytes(StandardCharsets.US_ASCII);
            out.write(message(ByteBuffer.allocate(mechanism.length + Integer.BYTES + first.length)
                    .put(mechanism)
                    .putInt(first.length)
                    .put(first)
                    .array()));
            out.flush();
        }
        return true;
    }

    private void sendLast(byte[] message) throws IOException {
        byte[] question = plan.question();
        byte[] both = Arrays.copyOf(message, message.length + question.length);
        System.arraycopy(question, 0, both, message.length, question.length);
        out.write(both);
        out.flush();
        asked = question.length > 0;
    }

    private static byte[] message(byte[] body) {
        return ByteBuffer.allocate(HEAD + body.length)
                .put((byte) 'p')
                .putInt(HEAD - 1 + body.length)
                .put(body)
                .array();
    }

    /** Whether that is one message and no more. */
    private static boolean isMessage(char kind, byte[] bytes, int offset, int length) {
        return length > HEAD
                && bytes[offset] == kind
                && ByteBuffer.wrap(bytes, offset + 1, Integer.BYTES).getInt() == length - 1;
    }
}
