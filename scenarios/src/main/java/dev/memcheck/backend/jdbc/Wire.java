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
    /** One on which the driver logs in by itself. */
    static Wire over(InputStream in, OutputStream out) {
        return over(in, out, LogInPlan.NONE);
    }

    static Wire over(InputStream in, OutputStream out, LogInPlan plan) {
        LogIn logIn = new LogIn(plan, out);
        StartAnswers answers = new StartAnswers(in, logIn);
        return new Wire(answers, new StartPacket(out, System.getenv(), answers::begin, logIn));
    }
}
