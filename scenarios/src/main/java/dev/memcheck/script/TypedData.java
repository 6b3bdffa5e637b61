package dev.memcheck.script;

import java.io.InputStream;

/** What a person types for one {@code COPY ... FROM STDIN}: nobody is asked for it before the server takes it. */
public interface TypedData {
    /** Asks for it, line by line as it is read; a second time it is what was typed. Closing it early ends the asking. */
    InputStream open();

    /** What was typed so far, with line ends. */
    String text();
}
