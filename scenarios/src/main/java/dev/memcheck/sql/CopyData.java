package dev.memcheck.sql;

import java.io.IOException;
import java.io.InputStream;

/** What {@code COPY ... FROM STDIN} reads. */
public interface CopyData {
    /**
     * Begins it, or begins it again: a statement may be repeated. Closing it early ends what provides it.
     *
     * @throws IOException if it cannot be had
     */
    InputStream open() throws IOException;
}
