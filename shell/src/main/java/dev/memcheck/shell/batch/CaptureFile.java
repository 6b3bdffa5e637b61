package dev.memcheck.shell.batch;

import dev.memcheck.capture.Capture;
import dev.memcheck.capture.CaptureFormatException;
import dev.memcheck.script.InputFile;
import dev.memcheck.shell.out.UsageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what {@code --save} has written. */
public final class CaptureFile {
    private CaptureFile() {}

    /** @throws UsageException if it is not there, or is none */
    public static Capture read(Path file) {
        if (!Files.exists(file)) {
            throw new UsageException("there is no file " + file);
        }
        try {
            InputFile.requireRegular(file);
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                return Capture.read(in);
            }
        } catch (CaptureFormatException e) {
            throw new UsageException(file + " cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
