package dev.memcheck.shell.cli;

import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.SessionBytes;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.SourceLines;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.session.SessionScript;
import dev.memcheck.shell.session.SessionStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of {@code memcheck} that say how a session begins, named as psql's. */
final class StartOptions {
    private static final String STANDARD_INPUT = "stdin";
    private static final String COMMAND = "-c";
    private static final String LIST = "-l";
    private static final String SEVERAL = "command line";

    @ArgGroup(exclusive = true, multiplicity = "0..*")
    private List<Text> texts = new ArrayList<>();

    @Option(
            names = {"-l", "--list"},
            description = "list the server's databases and exit")
    private boolean list;

    @Option(
            names = {"-v", "--set", "--variable"},
            paramLabel = "NAME=VALUE",
            description = "set a variable, as \\set does; repeatable")
    private List<String> variables = new ArrayList<>();

    @Option(
            names = "--source-dir",
            paramLabel = "DIR",
            description =
                    "look here for the source lines that \\why shows, where they are neither in the directory of their"
                            + " build nor in the current one; repeatable")
    private List<String> sourceDirectories = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "print results and verdicts only: no greeting, no command tags, no summary of what passed")
    private boolean quiet;

    @Option(
            names = {"-X", "--no-rc"},
            description = "do not read the start-up file (~/.config/memcheck/rc), which runs before the first prompt")
    private boolean withoutRc;

    private static final class Text {
        @Option(
                names = {"-c", "--command"},
                paramLabel = "TEXT",
                required = true,
                description = "run this and exit, as a session file with this text; repeatable, also with -f")
        private String command;

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                required = true,
                description = "run this session file (- is standard input) and exit; repeatable, also with -c")
        private Path file;
    }

    void take(PlainWords words) {
        for (PlainWords.Named named : words.named("-c", "--command", "-f", "--file")) {
            Text text = new Text();
            if (named.name().equals("-c") || named.name().equals("--command")) {
                text.command = named.text();
            } else {
                text.file = words.pathOf(named.text());
            }
            texts.add(text);
        }
        list = words.flag("-l", "--list");
        variables.addAll(words.values("-v", "--set", "--variable"));
        sourceDirectories.addAll(words.values("--source-dir"));
        quiet = words.flag("-q", "--quiet");
        withoutRc = words.flag("-X", "--no-rc");
    }

    /** Whether there is something to run instead of a conversation. */
    boolean hasTexts() {
        return list || !texts.isEmpty();
    }

    /** Whether nothing is read or set before the first prompt. Asked before that, so without lambdas, of which the first is slow. */
    boolean saysNothing(Map<String, String> environment) {
        Path rc = rc(environment).orElse(null);
        return !hasTexts()
                && !quiet
                && variables.isEmpty()
                && sourceDirectories.isEmpty()
                && (rc == null || !Files.exists(rc));
    }

    SessionStart start(Commands commands) {
        SessionStart start = new SessionStart(commands);
        if (quiet || list) {
            start.set("QUIET", "on");
        }
        if (!sourceDirectories.isEmpty()) {
            start.set(SourceLines.DIRECTORIES, String.join(":", sourceDirectories));
        }
        for (String variable : variables) {
            int equals = variable.indexOf('=');
            if (equals < 0) {
                start.unset(variable);
            } else {
                start.set(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return start;
    }

    /** What -c and -f say, in their order. All of it is read before any of it runs. */
    SessionScript script(SessionStart start, Streams streams) {
        if (list) {
            return start.script(LIST, List.of(new IncludeResolver.Source(LIST, "\\l")));
        }
        List<IncludeResolver.Source> sources = new ArrayList<>();
        for (Text text : texts) {
            sources.add(source(text, sources.size() + 1, streams));
        }
        return start.script(sources.size() == 1 ? sources.get(0).name() : SEVERAL, sources);
    }

    private IncludeResolver.Source source(Text text, int number, Streams streams) {
        if (text.command != null) {
            return new IncludeResolver.Source(texts.size() == 1 ? COMMAND : COMMAND + " " + number, text.command);
        }
        return text.file.equals(Path.of("-"))
                ? standardInput(streams)
                : new IncludeResolver.Source(text.file.toString(), SessionScript.text(text.file));
    }

    static IncludeResolver.Source standardInput(Streams streams) {
        return new IncludeResolver.Source(STANDARD_INPUT, SessionBytes.decode(STANDARD_INPUT, streams.readAll()));
    }

    /** The file that is run before the first prompt, whether it is there or not; empty if none is wanted. */
    Optional<Path> rc(Map<String, String> environment) {
        if (withoutRc) {
            return Optional.empty();
        }
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        // The XDG specification has relative paths ignored.
        Path config = base.startsWith("/") ? Path.of(base) : home.resolve(".config");
        return Optional.of(config.resolve("memcheck").resolve("rc"));
    }
}
