package dev.memcheck.shell.session;

import dev.memcheck.run.AtomicFile;
import dev.memcheck.run.HeldExpectations;
import dev.memcheck.script.ExpectationInserter;
import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.InputFile;
import dev.memcheck.script.Item;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.SessionBytes;
import dev.memcheck.script.SessionParser;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A session text that has been read as a whole, before any of it runs.
 *
 * @param name what positions in it say
 * @param parser the one that read it and knows its variables
 * @param items what it says
 */
public record SessionScript(String name, SessionParser parser, List<Item> items) {
    private static final String SUFFIX = ".mcs";

    /** @throws ParseException if it cannot be read */
    public static SessionScript of(String name, String text, Commands commands) {
        SessionParser parser = new SessionParser(commands.allNames(), IncludeResolver.files());
        return new SessionScript(name, parser, parser.parse(name, text));
    }

    /**
     * @throws UsageException if there is no such file
     * @throws ParseException if it cannot be understood
     */
    public static SessionScript read(Path file, Commands commands) {
        return of(file.toString(), text(file), commands);
    }

    /**
     * @throws UsageException if there is no such file, or it cannot be read
     * @throws ParseException if it is not UTF-8
     */
    public static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a directory, expected a file");
        }
        if (!Files.exists(file)) {
            throw new UsageException("there is no file " + file);
        }
        try {
            return SessionBytes.decode(file.toString(), InputFile.read(file));
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes expectations into the file, behind each statement and window that has none, and gives their number.
     *
     * @throws IOException if it cannot be written; it is as it was then
     */
    public int fillIn(HeldExpectations held) throws IOException {
        Path file = Path.of(name);
        ExpectationInserter inserter = new ExpectationInserter(name, text(file)).insert(held::at);
        if (inserter.inserted() > 0) {
            AtomicFile.write(file, inserter.text(position -> false));
        }
        return inserter.inserted();
    }

    /**
     * The session files that are meant: a file is itself, a directory all {@code .mcs} files in it and below, by name.
     *
     * @throws UsageException if there is no such file, or a directory holds none
     */
    public static List<Path> expand(List<Path> given) {
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            List<Path> inside = inside(path);
            if (inside.isEmpty()) {
                throw new UsageException("directory " + path + " holds no session files (" + SUFFIX + ")");
            }
            files.addAll(inside);
        }
        return files;
    }

    private static List<Path> inside(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(path -> path.getFileName().toString().endsWith(SUFFIX))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UsageException("cannot read directory " + directory + ": " + e.getMessage(), e);
        }
    }
}
