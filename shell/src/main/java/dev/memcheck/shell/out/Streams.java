package dev.memcheck.shell.out;

import dev.memcheck.render.text.ColorChoice;
import dev.memcheck.render.text.Theme;
import dev.memcheck.script.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the process was given.
 *
 * @param in standard input
 * @param out standard output, in {@code charset}
 * @param err standard error
 * @param charset of the output
 * @param environment the environment variables
 * @param terminalIn whether standard input is a terminal
 * @param terminalOut whether standard output is a terminal
 * @param color whether the user wants color
 */
public record Streams(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Charset charset,
        Map<String, String> environment,
        boolean terminalIn,
        boolean terminalOut,
        ColorChoice color) {
    /** With color where it can be shown. */
    public Streams(
            InputStream in,
            PrintWriter out,
            PrintWriter err,
            Charset charset,
            Map<String, String> environment,
            boolean terminalIn,
            boolean terminalOut) {
        this(in, out, err, charset, environment, terminalIn, terminalOut, ColorChoice.AUTO);
    }

    /** Those of this process. */
    public static Streams ofProcess() {
        Charset charset = outputCharset(System.getenv());
        return new Streams(
                System.in,
                new StandardOutput(charset),
                new PrintWriter(System.err, true, charset),
                charset,
                System.getenv(),
                isTerminal(0),
                isTerminal(1));
    }

    /** The same with another choice of color. */
    public Streams colored(ColorChoice choice) {
        return new Streams(in, out, err, charset, environment, terminalIn, terminalOut, choice);
    }

    /**
     * How output looks.
     *
     * @param capable whether it goes to a terminal that can show color
     */
    public Theme theme(boolean capable) {
        return Theme.resolve(environment, capable, charset, color);
    }

    /** The screen that standard output is. */
    public Screen screen() {
        return new Screen(
                out,
                theme(terminalOut),
                TerminalSize.UNBOUNDED,
                terminalOut && !"dumb".equals(environment.get("TERM")));
    }

    /** The screen on standard error, for when a report has standard output. */
    public Screen errorScreen() {
        return new Screen(err, theme(false), TerminalSize.UNBOUNDED, false);
    }

    /**
     * Everything on standard input.
     *
     * @throws UsageException if it cannot be read, or does not end
     */
    public byte[] readAll() {
        try {
            return InputFile.read(in);
        } catch (IOException e) {
            throw new UsageException("cannot read standard input: " + e.getMessage(), e);
        }
    }

    /**
     * The locale's charset. JDK 17 takes it from the C library only for the console. Where there is no locale, as in a
     * container, it is ASCII to the JDK, and results would lose every other letter: what is printed then is UTF-8.
     */
    static Charset outputCharset(Map<String, String> environment) {
        String locale = "";
        for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            if (locale.isEmpty()) {
                locale = environment.getOrDefault(name, "");
            }
        }
        boolean utf8 = locale.isEmpty()
                || locale.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
        return utf8 ? StandardCharsets.UTF_8 : Charset.defaultCharset();
    }

    /** Asked of the kernel where it has /proc: the JDK's own console stands for both streams or for none. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException noProc) {
            return System.console() != null;
        }
    }
}
