package dev.memcheck.shell;

import dev.memcheck.shell.manual.GeneratedFiles;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.VersionText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes manual pages and completion below a directory, for who installs or packs memcheck: {@code Manuals GRAMMAR.md DIRECTORY}. */
public final class Manuals {
    private Manuals() {}

    public static void main(String[] args) throws IOException {
        GeneratedFiles.write(
                Main.line(Streams.ofProcess()),
                VersionText.version(),
                Files.readString(Path.of(args[0])),
                Path.of(args[1]));
    }
}
