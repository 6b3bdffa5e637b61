package dev.memcheck.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What the machine shows of a private cluster, by the name of its directory. */
final class ClusterTraces {
    private ClusterTraces() {}

    /** Waits until something holds. */
    static boolean eventually(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return true;
    }

    /** Processes that have the directory in their command line or work in it: supervisor, server and all backends. */
    static List<Long> processesOf(Path cluster) {
        return processes()
                .filter(process -> commandLine(process).contains(cluster.toString())
                        || workingDirectory(process).startsWith(cluster.toString()))
                .map(process -> Long.valueOf(process.getFileName().toString()))
                .toList();
    }

    /** Processes that show the text to everybody (arguments) or to their owner (environment). */
    static List<String> processesThatShow(String secret) {
        return processes()
                .filter(process -> commandLine(process).contains(secret)
                        || text(process.resolve("environ")).contains(secret))
                .map(ClusterTraces::commandLine)
                .toList();
    }

    /** First field of a process's user ids: the one that it really is. */
    static String uidOf(long pid) {
        return text(Path.of("/proc", Long.toString(pid), "status"))
                .lines()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.split("\\s+")[1])
                .findFirst()
                .orElse("gone");
    }

    /** The process group, as the terminal's signals address it. */
    static String processGroupOf(long pid) {
        return afterName(pid)[2];
    }

    /** The session; a process in another one has another terminal or none. */
    static String sessionOf(long pid) {
        return afterName(pid)[3];
    }

    /** Fields of /proc/PID/stat from the state on; the name before them may hold anything. */
    private static String[] afterName(long pid) {
        String stat = text(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** Whether a file of the cluster holds the text, whatever file it is. */
    static boolean anyFileHolds(Path cluster, String secret) throws IOException {
        try (Stream<Path> files = Files.walk(cluster)) {
            return files.filter(Files::isRegularFile)
                    .anyMatch(file -> text(file).contains(secret));
        }
    }

    static List<Path> clustersIn(Path scratch) throws IOException {
        try (Stream<Path> entries = Files.list(scratch)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("memcheck-"))
                    .toList();
        }
    }

    private static Stream<Path> processes() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String commandLine(Path process) {
        return text(process.resolve("cmdline")).replace('\0', ' ');
    }

    private static String workingDirectory(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
