package dev.memcheck.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The commit that a line of source is from, as git knows it.
 *
 * @param commit its name; empty for a line that is not committed yet
 * @param authored when, with the author's own offset
 * @param summary its first line; raw
 */
public record LineOrigin(String commit, OffsetDateTime authored, String summary) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MOST_BYTES = 64 * 1024;
    private static final int SHORT_NAME = 10;
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xx");

    public LineOrigin {
        Objects.requireNonNull(commit);
        Objects.requireNonNull(authored);
        Objects.requireNonNull(summary);
    }

    /** Empty where the file is in no checkout or not followed there, git is missing, or takes too long. */
    public static Optional<LineOrigin> of(Path file, int line) {
        Path whole = file.toAbsolutePath().normalize();
        if (!isInCheckout(whole)) {
            return Optional.empty();
        }
        try {
            return parse(output(
                    List.of("blame", "--porcelain", "--no-textconv", "-L", line + "," + line, "--", name(whole)),
                    whole.getParent(),
                    withoutFilters(whole.getParent())));
        } catch (IOException | DateTimeException | NumberFormatException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** {@code 2026-11-29 14:03 +0100 in 1a2b3c4d5e: Keep the cache}. */
    public String text() {
        return commit.isEmpty()
                ? "not committed yet"
                : MINUTES.format(authored) + " in " + commit.substring(0, Math.min(SHORT_NAME, commit.length()))
                        + (summary.isBlank() ? "" : ": " + summary.strip());
    }

    private static boolean isInCheckout(Path file) {
        for (Path at = file.getParent(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /**
     * To compare a file with a commit, git runs what the checkout says files go through. Nobody asked to run it who only looks at a
     * line of a checkout that somebody else may have made, so that none of it is run.
     */
    private static Map<String, String> withoutFilters(Path directory) throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(Map.of("core.fsmonitor", "false"));
        String names =
                output(List.of("config", "--null", "--name-only", "--get-regexp", "^filter\\."), directory, settings);
        for (String name : names.split("\0")) {
            if (!name.isEmpty()) {
                settings.put(name, name.endsWith(".required") ? "false" : "");
            }
        }
        return settings;
    }

    private static String output(List<String> words, Path directory, Map<String, String> settings)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        // A hook of git may have set others.
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("LC_ALL", "C");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        // What a partial clone lacks is not fetched: the checkout says how, and with which program.
        environment.put("GIT_NO_LAZY_FETCH", "1");
        environment.put("GIT_ALLOW_PROTOCOL", "none");
        int count = 0;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            environment.put("GIT_CONFIG_KEY_" + count, setting.getKey());
            environment.put("GIT_CONFIG_VALUE_" + count, setting.getValue());
            count++;
        }
        environment.put("GIT_CONFIG_COUNT", String.valueOf(count));
        Process git = builder.start();
        try {
            git.getOutputStream().close();
            if (!git.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || git.exitValue() != 0) {
                return "";
            }
            // One line's answer is far below what a pipe holds, so that git does not wait for a reader.
            try (InputStream out = git.getInputStream()) {
                return new String(out.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            }
        } finally {
            git.destroyForcibly();
        }
    }

    private static Optional<LineOrigin> parse(String answer) {
        Map<String, String> words = new HashMap<>();
        List<String> lines = answer.lines().toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        for (String line : lines.subList(1, lines.size())) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                words.putIfAbsent(line.substring(0, blank), line.substring(blank + 1));
            }
        }
        if (!words.containsKey("author-time")) {
            return Optional.empty();
        }
        String commit = lines.get(0).split(" ", 2)[0];
        return Optional.of(new LineOrigin(
                commit.matches("0+") ? "" : commit,
                Instant.ofEpochSecond(Long.parseLong(words.get("author-time")))
                        .atOffset(ZoneOffset.of(words.getOrDefault("author-tz", "+0000"))),
                words.getOrDefault("summary", "")));
    }
}
