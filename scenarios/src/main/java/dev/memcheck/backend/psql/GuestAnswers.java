package dev.memcheck.backend.psql;

import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The server's side of the protocol, as far as psql needs it to ask simple questions. */
final class GuestAnswers {
    private static final int LENGTH = Integer.BYTES;
    private static final int LONGEST = 1 << 24;
    private static final int VERSION_3 = 3 << 16;
    private static final int NUMBER = 23;
    private static final int TEXT = 25;

    private final String version;
    private final Function<String, StatementResult> server;
    private boolean failed;

    GuestAnswers(String version, Function<String, StatementResult> server) {
        this.version = version;
        this.server = server;
    }

    /** Whether a question was answered by an error. */
    boolean haveFailed() {
        return failed;
    }

    /** Answers until the guest leaves. */
    void answer(SocketChannel caller) throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(caller));
        OutputStream out = Channels.newOutputStream(caller);
        welcome(in, out);
        for (int kind = in.read(); kind >= 0 && kind != 'X'; kind = in.read()) {
            byte[] body = body(in);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            if (kind == 'Q') {
                write(answer, new String(body, 0, Math.max(0, body.length - 1), StandardCharsets.UTF_8));
            } else {
                fail(answer, "0A000", "memcheck answers simple questions only", Optional.empty());
            }
            ready(answer);
            out.write(answer.toByteArray());
        }
    }

    private static byte[] body(DataInputStream in) throws IOException {
        int length = in.readInt() - LENGTH;
        if (length < 0 || length > LONGEST) {
            throw new IOException("a message of impossible length");
        }
        return in.readNBytes(length);
    }

    private void welcome(DataInputStream in, OutputStream out) throws IOException {
        byte[] start = body(in);
        while (start.length == LENGTH && ByteBuffer.wrap(start).getInt() != VERSION_3) {
            // It asks for encryption.
            out.write('N');
            start = body(in);
        }
        ByteArrayOutputStream welcome = new ByteArrayOutputStream();
        Message.of('R').number(0).to(welcome);
        List<List<String>> settings = List.of(
                List.of("server_version", version),
                List.of("server_encoding", "UTF8"),
                List.of("client_encoding", "UTF8"),
                List.of("standard_conforming_strings", "on"));
        for (List<String> setting : settings) {
            Message.of('S').text(setting.get(0)).text(setting.get(1)).to(welcome);
        }
        ready(welcome);
        out.write(welcome.toByteArray());
    }

    private static void ready(OutputStream out) throws IOException {
        Message.of('Z').one('I').to(out);
    }

    private void write(OutputStream out, String question) throws IOException {
        StatementResult answer = server.apply(question);
        if (answer instanceof StatementResult.Rows rows) {
            write(out, rows);
        } else if (answer instanceof StatementResult.Done done) {
            Message.of('C').text(done.tag()).to(out);
        } else if (answer instanceof StatementResult.Failed refused) {
            SqlError error = refused.error();
            fail(out, error.sqlState(), error.message(), error.hint());
        } else {
            fail(out, "0A000", "memcheck copies nothing for psql", Optional.empty());
        }
    }

    private static void write(OutputStream out, StatementResult.Rows rows) throws IOException {
        Message heading = Message.of('T').small(rows.columns().size());
        for (StatementResult.Column column : rows.columns()) {
            heading.text(column.name()).number(0).small(0);
            heading.number(column.rightAligned() ? NUMBER : TEXT)
                    .small(-1)
                    .number(-1)
                    .small(0);
        }
        heading.to(out);
        for (List<Optional<String>> cells : rows.rows()) {
            Message row = Message.of('D').small(cells.size());
            for (Optional<String> cell : cells) {
                row.cell(cell);
            }
            row.to(out);
        }
        Message.of('C').text(rows.tag()).to(out);
    }

    private void fail(OutputStream out, String state, String message, Optional<String> hint) throws IOException {
        failed = true;
        Message error = Message.of('E').one('S').text("ERROR").one('V').text("ERROR");
        error.one('C').text(state).one('M').text(message);
        if (hint.isPresent()) {
            error.one('H').text(hint.get());
        }
        error.one(0).to(out);
    }

    /** One message that is being written. */
    private static final class Message {
        private final int kind;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream body = new DataOutputStream(bytes);

        private Message(int kind) {
            this.kind = kind;
        }

        static Message of(int kind) {
            return new Message(kind);
        }

        Message one(int value) throws IOException {
            body.writeByte(value);
            return this;
        }

        Message small(int value) throws IOException {
            body.writeShort(value);
            return this;
        }

        Message number(int value) throws IOException {
            body.writeInt(value);
            return this;
        }

        Message text(String value) throws IOException {
            body.write(value.getBytes(StandardCharsets.UTF_8));
            return one(0);
        }

        void cell(Optional<String> value) throws IOException {
            byte[] text = value.orElse("").getBytes(StandardCharsets.UTF_8);
            number(value.isPresent() ? text.length : -1);
            body.write(text);
        }

        void to(OutputStream out) throws IOException {
            DataOutputStream whole = new DataOutputStream(out);
            whole.writeByte(kind);
            whole.writeInt(LENGTH + bytes.size());
            bytes.writeTo(whole);
            whole.flush();
        }
    }
}
