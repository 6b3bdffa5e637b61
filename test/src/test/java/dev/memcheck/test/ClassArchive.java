package dev.memcheck.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The classes of a jar as Java has them in memory, made by one run of it. */
final class ClassArchive {
    private static final Path FOLDER = Path.of("target").toAbsolutePath();
    private static final long DEADLINE_MINUTES = 5;

    private ClassArchive() {}

    /**
     * The archive, made where there is none that is younger than the jar. Where it cannot be made it is not there, and Java passes that over.
     *
     * @param maker the command that makes this file and runs this session meanwhile
     */
    static Path of(Path jar, BiFunction<Path, Path, List<String>> maker) {
        Path archive = FOLDER.resolve("memcheck.jsa");
        // Two classes of tests run at a time, each in a process of its own.
        try (FileChannel file = FileChannel.open(
                FOLDER.resolve("memcheck.jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock();
            if (!Files.exists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
                Files.deleteIfExists(archive);
                Path session = Files.writeString(FOLDER.resolve("memcheck.jsa.mcs"), "begin; SELECT 1; end\n");
                make(maker.apply(archive, session));
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return archive;
        }
    }

    private static void make(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("memcheck.jsa.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        Process process = builder.start();
        if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
            process.destroy();
        }
    }
}
