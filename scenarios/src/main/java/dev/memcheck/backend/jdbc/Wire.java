package dev.memcheck.backend.jdbc;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * What is between a socket's own streams and the driver while a session starts.
 *
 * @param in gives the driver what the server sends
 * @param out takes what the driver sends
 */
record Wire(InputStream in, OutputStream out) {
    static Wire over(InputStream in, OutputStream out) {
        StartAnswers answers = new StartAnswers(in);
        return new Wire(answers, new StartPacket(out, System.getenv(), answers::begin));
    }
}
