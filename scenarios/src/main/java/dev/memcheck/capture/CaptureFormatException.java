package dev.memcheck.capture;

import java.io.IOException;

/** A file that is no capture this version can read. The message says what is wrong with it, without its name. */
public final class CaptureFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    CaptureFormatException(String message) {
        super(message);
    }

    CaptureFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
