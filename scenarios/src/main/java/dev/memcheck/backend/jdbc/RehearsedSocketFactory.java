package dev.memcheck.backend.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Gives the driver a socket with nobody behind it, and what a server would say, to the first answer: for {@link Rehearsal} alone. */
public final class RehearsedSocketFactory extends UnaddressedSocketFactory {
    private static final int HEAD = 4;

    /** Of the answer's only column: no table, number 0, type text of variable length, no modifier, as text. */
    private static final byte[] COLUMN = {0, 1, 'n', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25, -1, -1, -1, -1, -1, -1, 0, 0};

    @Override
    public Socket createSocket() {
        return new Rehearsed();
    }

    private static byte[] said() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream messages = new DataOutputStream(all);
        message(messages, 'R', new byte[HEAD]);
        for (String setting : new String[] {
            "server_version\00015.0\000",
            "server_encoding\000UTF8\000",
            "client_encoding\000UTF8\000",
            "DateStyle\000ISO, MDY\000",
            "integer_datetimes\000on\000",
            "standard_conforming_strings\000on\000",
            "TimeZone\000UTC\000"
        }) {
            message(messages, 'S', setting.getBytes(StandardCharsets.US_ASCII));
        }
        message(messages, 'K', new byte[2 * HEAD]);
        message(messages, 'Z', new byte[] {'I'});
        message(messages, 'T', COLUMN);
        message(messages, 'D', new byte[] {0, 1, 0, 0, 0, 1, '1'});
        message(messages, 'C', "SELECT 1\000".getBytes(StandardCharsets.US_ASCII));
        message(messages, 'Z', new byte[] {'I'});
        return all.toByteArray();
    }

    private static void message(DataOutputStream messages, char type, byte[] body) {
        try {
            messages.writeByte(type);
            messages.writeInt(HEAD + body.length);
            messages.write(body);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }

    private static final class Rehearsed extends Socket {
        private final Wire wire = Wire.over(new ByteArrayInputStream(said()), OutputStream.nullOutputStream());

        @Override
        public InputStream getInputStream() {
            return wire.in();
        }

        @Override
        public OutputStream getOutputStream() {
            return wire.out();
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void setSoTimeout(int millis) {}

        @Override
        public int getSoTimeout() {
            return 0;
        }

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public void setKeepAlive(boolean on) {}

        @Override
        public void setReceiveBufferSize(int bytes) {}

        @Override
        public void setSendBufferSize(int bytes) {}
    }
}
