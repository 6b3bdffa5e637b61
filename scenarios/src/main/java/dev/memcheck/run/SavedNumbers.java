package dev.memcheck.run;

import dev.memcheck.script.Expectation;
import dev.memcheck.script.InputFile;
import dev.memcheck.script.NumbersFile;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The numbers that {@code no worse than} compares with, from the file {@code NAME.mcs.numbers} beside the text in which
 * the expectation stands. When they are recorded, what is found holds, and is written at the end.
 */
public final class SavedNumbers {
    private final Map<String, NumbersFile> read = new HashMap<>();
    private final Map<String, NumbersFile> recorded = new HashMap<>();
    private boolean recording;

    /** Takes what is found from now on for the numbers to save. */
    public void record() {
        recording = true;
    }

    /**
     * Writes what was recorded, and leaves the other numbers of each file as they are.
     *
     * @throws IOException if a file cannot be written
     */
    public void write() throws IOException {
        for (Map.Entry<String, NumbersFile> entry : recorded.entrySet()) {
            NumbersFile merged = load(entry.getKey());
            merged.putAll(entry.getValue());
            AtomicFile.write(Path.of(file(entry.getKey())), merged.text());
        }
    }

    /** The file of the numbers of a text. */
    static String file(String source) {
        return source + ".numbers";
    }

    /**
     * The number to compare with, empty if none is saved.
     *
     * @param source name of the text in which the expectation stands
     * @param found what was measured; the largest is recorded
     * @throws ParseException if the file cannot be read
     */
    OptionalLong saved(String source, Expectation.NoWorse expectation, long found) {
        if (!recording) {
            return read.computeIfAbsent(source, this::load).get(expectation);
        }
        NumbersFile numbers = recorded.computeIfAbsent(source, unused -> new NumbersFile());
        long most = Math.max(found, numbers.get(expectation).orElse(found));
        numbers.put(expectation, most);
        return OptionalLong.of(most);
    }

    private NumbersFile load(String source) {
        Path file = Path.of(file(source));
        if (!Files.exists(file)) {
            return new NumbersFile();
        }
        try {
            return NumbersFile.parse(file.toString(), new String(InputFile.read(file), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new ParseException(
                    new Position(file.toString(), 1, 1), "it cannot be read: " + unreadable.getMessage(), "", "");
        }
    }
}
