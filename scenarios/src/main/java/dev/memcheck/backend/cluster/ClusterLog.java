package dev.memcheck.backend.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The log of a private server, read from its end. */
final class ClusterLog {
    /** The server's setting that makes lines this class can tell apart: the process id stands in brackets. */
    static final String LINE_PREFIX = "%m [%p] ";

    /** What the extension writes when a process crashes that must not be saved. */
    private static final String LAST_WORDS = PrivateClusterOptions.EXTENSION + ": signal ";

    /** What a backend says when it is we who have gone: that explains nothing to us. */
    private static final String CLIENT_LEFT = "] FATAL:  connection to client lost";

    private static final String CRASH = ") was terminated by signal ";

    /** What makes the server start all processes anew. Exit code 1 is FATAL's, which ends one session alone. */
    private static final Pattern RESTART = Pattern.compile(
            "\\) was terminated by signal |server process \\(PID \\d+\\) exited with exit code (?!1\\b)");

    /** The first line of a server, after it has loaded its libraries. */
    private static final String START = "] LOG:  starting PostgreSQL ";

    private static final int MOST_BYTES = 1 << 18;
    private static final int MOST_NEW_BYTES = 1 << 25;

    private final Path file;

    ClusterLog(Path file) {
        this.file = file;
    }

    /** The last lines, oldest first; fewer if there are fewer, none if there is no log. */
    List<String> lastLines(int count) {
        List<String> lines = tail();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** What the server said when it could not start: its lines of severity FATAL and the like, or else its last lines. */
    String whyNotStarted() {
        List<String> grave = tail().stream()
                .filter(line -> line.contains("] FATAL:  ")
                        || line.contains("] PANIC:  ")
                        || line.contains("] HINT:  ")
                        || line.contains("] LOG:  unrecognized")
                        || line.contains("] LOG:  invalid")
                        || line.contains("] LOG:  parameter"))
                .map(ClusterLog::withoutPrefix)
                .toList();
        return String.join("; ", grave.isEmpty() ? lastLines(5) : grave);
    }

    /**
     * How a backend ended: the postmaster's line about it with the statement it ran, or its own last words.
     *
     * @param pid of the backend
     */
    Optional<String> death(int pid) {
        List<String> lines = tail();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean lastWords = line.contains(" [" + pid + "] ")
                    && (line.contains("] FATAL:  ") || line.contains("] PANIC:  "))
                    && !line.contains(CLIENT_LEFT);
            boolean obituary = line.contains("process (PID " + pid + ") ");
            if (lastWords || obituary) {
                words.add(withoutPrefix(line));
            }
            if (obituary && i + 1 < lines.size() && lines.get(i + 1).contains("] DETAIL:  ")) {
                words.add(withoutPrefix(lines.get(i + 1)));
            }
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", words));
    }

    /** How the latest process that was terminated by a signal has ended: in which function, by which signal, with what statement. */
    Optional<String> crash() {
        List<String> lines = tail();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).contains(CRASH)) {
                List<String> words = new ArrayList<>(List.of(withoutPrefix(lines.get(i))));
                if (i + 1 < lines.size() && lines.get(i + 1).contains("] DETAIL:  ")) {
                    words.add(withoutPrefix(lines.get(i + 1)));
                }
                lines.subList(0, i).stream()
                        .filter(line -> line.startsWith(LAST_WORDS))
                        .reduce((earlier, later) -> later)
                        .ifPresent(words::add);
                return Optional.of(String.join("\n", words));
            }
        }
        return Optional.empty();
    }

    /** Whether the server has come so far as to say so. */
    boolean tellsOfStart() {
        return tail().stream().anyMatch(line -> line.contains(START));
    }

    /** How many processes have ended from there on in a way that makes the server start anew. */
    int crashesSince(long start) {
        return (int) linesSince(start).stream()
                .filter(line -> RESTART.matcher(line).find())
                .count();
    }

    /** Where the next line will begin. */
    long length() {
        return file.toFile().length();
    }

    /** The lines from there on, oldest first, byte for byte; the last ones if there are very many. */
    List<String> linesSince(long start) {
        return linesFrom(Math.max(start, length() - MOST_NEW_BYTES), StandardCharsets.ISO_8859_1);
    }

    private static String withoutPrefix(String line) {
        int end = line.indexOf("] ");
        return end < 0 ? line : line.substring(end + 2).replaceFirst("^(LOG|DETAIL): +", "");
    }

    private List<String> tail() {
        return linesFrom(Math.max(0, length() - MOST_BYTES), StandardCharsets.UTF_8);
    }

    private List<String> linesFrom(long start, Charset charset) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, log.length() - start)];
            log.seek(start);
            log.readFully(bytes);
            return new String(bytes, charset).lines().toList();
        } catch (IOException noLogYet) {
            return List.of();
        }
    }
}
