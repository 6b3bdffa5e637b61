package dev.memcheck.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * GNU make run for an extension's Makefile, as for PGXS.
 *
 * @param text that it wrote, errors included
 * @param code with which it exited
 */
record MakeRun(String text, int code) {
    private static final int KILLED = 128 + 9;
    private static final Pattern ERROR = Pattern.compile("(?i)\\berror(?::| at )|cannot find -l");
    private static final Pattern FAILED = Pattern.compile(
            "make(?:\\[\\d+])?: \\*\\*\\* \\[.*] Error \\d+.*|make(?:\\[\\d+])?: (?:Target |\\*\\*\\* Deleting ).*");

    /**
     * Who does not end when asked would hold whoever reads, and make itself waits for it: so the whole group is killed.
     *
     * @param seconds after which make and what it started are killed
     */
    static List<String> command(String file, Optional<Path> pgConfig, int seconds, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "timeout", "-s", "KILL", String.valueOf(seconds), "make", "--no-print-directory", "-s", "-f", file));
        command.addAll(List.of(arguments));
        // some trees are built inside the server's as well
        command.add("USE_PGXS=1");
        pgConfig.ifPresent(path -> command.add("PG_CONFIG=" + path));
        return command;
    }

    /** @param input that it reads */
    static MakeRun output(Path directory, List<String> command, String input) throws IOException {
        return output(directory, command, input, Map.of(), new BuildStop());
    }

    /**
     * @param environment what it has there besides
     * @param stop that may end it
     */
    static MakeRun output(
            Path directory, List<String> command, String input, Map<String, String> environment, BuildStop stop)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MAKE") || name.equals("MFLAGS"));
        builder.environment().put("LC_ALL", "C");
        // A shell would have set it on the way there.
        builder.environment().put("PWD", directory.toAbsolutePath().normalize().toString());
        builder.environment().putAll(environment);
        Process process = stop.start(builder);
        try (OutputStream question = process.getOutputStream()) {
            question.write(input.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException endedAlready) {
            // What it wrote says why.
        }
        try {
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new MakeRun(text, process.waitFor());
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while make was running", e);
        } finally {
            stop.ended(process);
        }
    }

    /** Whether it came to its end without an error. */
    boolean good() {
        return code == 0;
    }

    /** Whether it stopped since there is no such target. */
    boolean lacks(String target) {
        return !good() && text.contains("*** No rule to make target '" + target + "'.");
    }

    /** Whether its time was over before it was. */
    boolean wasKilled() {
        return code == KILLED;
    }

    /** The first error that it told of, with the line after it where that has the words; else the last thing that it wrote. */
    String firstError() {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        for (int i = 0; !wasKilled() && i < lines.size(); i++) {
            if (ERROR.matcher(lines.get(i)).find()) {
                boolean goesOn = lines.get(i).endsWith(":") && i + 1 < lines.size();
                return lines.get(i) + (goesOn ? " " + lines.get(i + 1) : "");
            }
        }
        return lastLine();
    }

    /** The last thing that it wrote, and not make's own word that a command has failed, if there is more; empty if nothing. */
    String lastLine() {
        if (wasKilled()) {
            return "it had not ended when its time was over, and was killed";
        }
        String last = "";
        String more = "";
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            last = line.strip();
            more = FAILED.matcher(last).matches() ? more : last;
        }
        return more.isEmpty() ? last : more;
    }
}
