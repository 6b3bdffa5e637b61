package dev.memcheck.shell.prompt;

import java.util.function.Supplier;
import org.jline.reader.LineReader;

/** Whether the line that is edited is data: it has no colors, no completion, no suggestion, and no place in the history. */
final class DataMode {
    private volatile boolean on;
    private LineReader reader;

    /** Whose lines they are. */
    void of(LineReader typed) {
        reader = typed;
    }

    boolean isOn() {
        return on;
    }

    /** Reads a line of data. */
    String during(Supplier<String> reading) {
        LineReader.SuggestionType before = reader.getAutosuggestion();
        on = true;
        reader.setAutosuggestion(LineReader.SuggestionType.NONE);
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            return reading.get();
        } finally {
            on = false;
            reader.setAutosuggestion(before);
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
        }
    }
}
