package dev.memcheck.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A real terminal with the shell in it, in a tmux server of its own. */
final class TmuxTerminal implements AutoCloseable {
    private static final int COLUMNS = 120;
    private static final int ROWS = 50;
    private static final long DEADLINE_SECONDS = 180;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Pattern TYPED = Pattern.compile("(?m)^(memcheck\\S*> \\S.*?) +$");

    /** Where what a terminal has shown is left for whoever wants to read it, as TEST.METHOD.txt. */
    static final Path TRANSCRIPTS = Path.of("target/transcripts");

    private final Path socket;
    private final String user = user();

    private TmuxTerminal(Path socket) {
        this.socket = socket;
    }

    /** The test that started it. */
    private static String user() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame -> frame.getDeclaringClass() != TmuxTerminal.class)
                        .findFirst()
                        .map(frame -> frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName())
                        .orElseThrow());
    }

    /**
     * Starts the shell in a terminal.
     *
     * @param home its home directory; the terminal's own files are put there, too
     * @param environment variables besides
     */
    static TmuxTerminal start(Path home, Map<String, String> environment, String... arguments) throws IOException {
        // Ctrl-C reaches sh, too, which without the trap ends by it as soon as the shell in it has ended.
        return start(
                home,
                environment,
                List.of("sh", "-c", quoted("trap : INT; " + line(arguments) + "; echo exit code $?")));
    }

    /** The command that starts the shell, as one would type it. */
    static String line(String... arguments) {
        return quoted(MemcheckJar.command(arguments));
    }

    /**
     * Starts a terminal with the system's own shell in it, which leaves jobs to its user, and the terminal as it gets it back.
     *
     * @param prompt its prompt, without the space after it
     */
    static TmuxTerminal startOutside(Path home, String prompt) throws IOException {
        return start(home, Map.of("PS1", quoted(prompt + " ")), List.of("sh", "-i"));
    }

    private static TmuxTerminal start(Path home, Map<String, String> environment, List<String> command)
            throws IOException {
        TmuxTerminal terminal =
                new TmuxTerminal(Files.createTempDirectory(home, "tmux").resolve("socket"));
        List<String> words =
                new ArrayList<>(List.of("exec", "env", "-u", "PGHOST", "-u", "PGPORT", "-u", "PGDATABASE"));
        // whoever runs the tests has an editor and a pager set up
        for (String own : List.of("PSQL_EDITOR", "EDITOR", "VISUAL", "PAGER", "LESS", "INPUTRC")) {
            words.addAll(List.of("-u", own));
        }
        words.add("HOME=" + home);
        words.add("LC_ALL=C.UTF-8");
        words.add("PSQL_PAGER=");
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(command);
        Path configuration =
                Files.writeString(home.resolve("tmux.conf"), "set -g remain-on-exit on\nset -g history-limit 10000\n");
        terminal.tmux(
                "-f",
                configuration.toString(),
                "new-session",
                "-d",
                "-x",
                String.valueOf(COLUMNS),
                "-y",
                String.valueOf(ROWS),
                String.join(" ", words));
        return terminal;
    }

    /** Types a line and Enter. */
    void type(String line) throws IOException {
        if (!line.isEmpty()) {
            keys(line);
        }
        key("Enter");
    }

    /** Types characters. */
    void keys(String text) throws IOException {
        // A semicolon at the end would end tmux's own command.
        tmux("send-keys", "-l", "--", text.endsWith(";") ? text.substring(0, text.length() - 1) + "\\;" : text);
    }

    /** Gives the terminal another size. */
    void resize(int columns, int rows) throws IOException {
        tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
    }

    /** The shell's own process. */
    ProcessHandle shell() throws IOException {
        long pane = Long.parseLong(tmux("display-message", "-p", "#{pane_pid}").strip());
        return ProcessHandle.of(pane)
                .flatMap(process -> process.children().findFirst())
                .orElseThrow();
    }

    /** Whether the terminal shows its alternate screen, hides its cursor from who runs in it, or tells of the mouse. */
    boolean isTaken() throws IOException {
        return !tmux("display-message", "-p", "#{alternate_on} #{?pane_dead,0,#{?cursor_flag,0,1}} #{mouse_any_flag}")
                .strip()
                .equals("0 0 0");
    }

    /** Presses a key by its name in tmux, as in {@code C-c}. */
    void key(String name) throws IOException {
        tmux("send-keys", name);
    }

    /** All that was shown so far, as text. A suggestion that was taken back leaves blanks behind what was typed, or none. */
    String screen() throws IOException {
        return TYPED.matcher(tmux("capture-pane", "-p", "-J", "-S", "-"))
                .replaceAll("$1")
                .stripTrailing();
    }

    /** The same with its colors. */
    String coloredScreen() throws IOException {
        return tmux("capture-pane", "-p", "-e", "-J", "-S", "-");
    }

    /** The lines that are in sight, with their colors. */
    List<String> linesInSight() throws IOException {
        return tmux("capture-pane", "-p", "-e", "-J").lines().toList();
    }

    /** Waits until the screen shows a text. */
    void await(String text) throws IOException {
        await("\"" + text + "\"", screen -> screen.contains(text));
    }

    /** Waits until the last line on the screen is this prompt with nothing after it. */
    void awaitPrompt(String prompt) throws IOException {
        await("the prompt " + prompt, screen -> screen.endsWith("\n" + prompt));
    }

    /** Types a line and waits for the prompt after it. */
    void typeAndAwaitPrompt(String line) throws IOException {
        long before = prompts();
        type(line);
        await(
                "a prompt after " + line,
                screen -> screen.substring(screen.lastIndexOf('\n') + 1)
                                .matches("memcheck(\\[\\w+\\])?(\\*{1,2}|[!'\"$(-])?>")
                        && promptsIn(screen) > before);
    }

    private long prompts() throws IOException {
        return promptsIn(screen());
    }

    private static long promptsIn(String screen) {
        return screen.lines()
                .filter(line -> line.matches("memcheck(\\[\\w+\\])?(\\*{1,2}|[!'\"$(-])?>.*"))
                .count();
    }

    /** Waits until the screen is as wanted. */
    void await(String what, Predicate<String> condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        String screen = screen();
        while (!condition.test(screen)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "waited " + DEADLINE_SECONDS + " s for " + what + ", and the screen shows:\n" + screen);
            }
            LockSupport.parkNanos(POLL_NANOS);
            screen = screen();
        }
    }

    private String tmux(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }

    private static String quoted(List<String> words) {
        return String.join(" ", words.stream().map(TmuxTerminal::quoted).toList());
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Hangs up: the shell goes as it does when somebody closes the window. */
    @Override
    public void close() throws IOException {
        Files.createDirectories(TRANSCRIPTS);
        Files.writeString(TRANSCRIPTS.resolve(user + ".txt"), screen() + "\n");
        tmux("kill-server");
    }
}
