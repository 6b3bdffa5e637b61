package dev.memcheck.shell.out;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mistake of memcheck's own at the prompt: it costs what was being done, and never the session. */
public final class OwnMistake {
    private OwnMistake() {}

    /** What there was too much of is told by where it happened. */
    public static String outOfMemory() {
        return "out of memory: the " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MB that it may use are full; java -Xmx gives it more";
    }

    /** Writes the trace to a file of its own, and gives one sentence for the person. */
    public static String told(Throwable mistake) {
        String what = mistake.getClass().getSimpleName()
                + (mistake.getMessage() == null ? "" : " (" + mistake.getMessage() + ")");
        String sentence = "a mistake of memcheck's own, " + what + "; the session goes on";
        try {
            Path file = Files.createTempFile("memcheck-mistake-", ".txt");
            try (PrintWriter trace = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                trace.println("memcheck " + VersionText.version());
                mistake.printStackTrace(trace);
            }
            return sentence + ", and the trace to report it with is in " + file;
        } catch (IOException unwritable) {
            return sentence + ", and its trace could not be written: " + unwritable.getMessage();
        }
    }
}
