package dev.memcheck.shell.out;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bug in memcheck that shows at the prompt: the command is lost, but never the session. */
public final class OwnMistake {
    private OwnMistake() {}

    /** Does not say what needed the memory: the place where it is printed does. */
    public static String outOfMemory() {
        return "out of memory: the heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MB is full; java -Xmx makes it larger";
    }

    /** Writes the trace to a file, and gives one sentence for the user. */
    public static String told(Throwable mistake) {
        String what = mistake.getClass().getSimpleName()
                + (mistake.getMessage() == null ? "" : " (" + mistake.getMessage() + ")");
        String sentence = "a bug in memcheck: " + what + "; the session goes on";
        try {
            Path file = Files.createTempFile("memcheck-mistake-", ".txt");
            try (PrintWriter trace = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                trace.println("memcheck " + VersionText.version());
                mistake.printStackTrace(trace);
            }
            return sentence + "; please report it with the trace in " + file;
        } catch (IOException unwritable) {
            return sentence + "; its trace could not be written: " + unwritable.getMessage();
        }
    }
}
