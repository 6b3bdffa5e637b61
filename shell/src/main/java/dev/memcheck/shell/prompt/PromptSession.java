package dev.memcheck.shell.prompt;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.Theme;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.SessionParser;
import dev.memcheck.script.StatementSplitter;
import dev.memcheck.script.Variables;
import dev.memcheck.session.Prompt;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.live.LiveTree;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.HeldOutput;
import dev.memcheck.shell.out.OwnMistake;
import dev.memcheck.shell.out.Pager;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.TerminalSize;
import dev.memcheck.shell.out.TypedBuffer;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.out.VersionText;
import dev.memcheck.shell.screen.FirstPrompt;
import dev.memcheck.shell.screen.FullScreen;
import dev.memcheck.shell.screen.Suspension;
import dev.memcheck.shell.screen.SystemTerminal;
import dev.memcheck.shell.screen.TerminalGoneException;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.shell.session.BackgroundSource;
import dev.memcheck.shell.session.Session;
import dev.memcheck.shell.session.SessionScript;
import dev.memcheck.shell.session.VersionGate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;

/** A person at the prompt. The prompt is there before the backend is; whoever needs the backend waits for it. */
public final class PromptSession {
    private static final String NAME = "prompt";
    /** The variable that switches suggestions from the history. */
    private static final String SUGGESTIONS = "SUGGESTIONS";

    private static final String HISTORY_FILE = ".memcheck_history";

    /** The parser says what is open, and JLine puts it in. */
    private static final String CONTINUATION = Prompt.CONTINUATION.text().replace("-", "%M");

    private static final int NARROWEST = 20;
    private static final int DEFAULT_WIDTH = 80;
    private static final int DEFAULT_HEIGHT = 24;

    private final Terminal terminal;
    private final LineReader reader;
    private final Screen screen;
    private final Session session;
    private final BackgroundSource source;
    private final Optional<Pager> pager;
    private final LineEditing editing;
    private final CatalogCandidates catalog;

    /** Nobody is at the terminal any more. */
    private boolean hungUp;

    private PromptSession(
            Terminal terminal,
            LineReader reader,
            Screen screen,
            Session session,
            BackgroundSource source,
            Optional<Pager> pager,
            LineEditing editing,
            CatalogCandidates catalog) {
        this.catalog = catalog;
        this.pager = pager;
        this.editing = editing;
        this.terminal = terminal;
        this.reader = reader;
        this.screen = screen;
        this.session = session;
        this.source = source;
    }

    /**
     * Talks with the person at this process's terminal until they leave.
     *
     * @param atPrompt how what is typed is judged
     * @param ofFiles how a file that is played is judged
     * @param start what comes before the first prompt
     */
    public static ExitCode run(
            Streams streams,
            Commands commands,
            BackendSources sources,
            RunOptions atPrompt,
            RunOptions ofFiles,
            PromptStart start) {
        try (Terminal terminal = SystemTerminal.open(streams.charset(), start.drawn(), streams.environment())) {
            Path history = Path.of(streams.environment().getOrDefault("HOME", System.getProperty("user.home")))
                    .resolve(HISTORY_FILE);
            return run(terminal, streams, commands, sources, atPrompt, ofFiles, start, history);
        } catch (IOException e) {
            throw new TerminalGoneException(e);
        }
    }

    /** The same at any terminal, and with any file for the history. */
    public static ExitCode run(
            Terminal terminal,
            Streams streams,
            Commands commands,
            BackendSources sources,
            RunOptions atPrompt,
            RunOptions ofFiles,
            PromptStart start,
            Path history) {
        giveSize(terminal);
        keepForOwner(history);
        boolean capable =
                !Terminal.TYPE_DUMB.equals(terminal.getType()) && !Terminal.TYPE_DUMB_COLOR.equals(terminal.getType());
        Theme theme = streams.theme(capable);
        HeldOutput output = new HeldOutput(terminal.writer());
        Optional<Pager> pager = capable && streams.terminalIn() && streams.terminalOut()
                ? Pager.of(streams.environment(), streams.charset())
                : Optional.empty();
        Screen bare = new Screen(new PrintWriter(output), theme, sizeOf(terminal), capable);
        Screen screen = pager.map(bare::with).orElse(bare);
        boolean inTmux = streams.environment().containsKey("TMUX");
        LiveTree liveTree = new LiveTree(
                new FullScreen(terminal, streams.out(), theme, inTmux), output, theme.glyphs(), streams.terminalOut());
        SessionParser parser = start.session().parser();
        BackgroundSource source = new BackgroundSource(sources::ofPrompt);
        VersionGate gate = new VersionGate(source, new TerminalWatchman(terminal, screen));
        try (source;
                Session session =
                        new Session(NAME, parser, commands, gate, screen, atPrompt, Optional.of(liveTree), true)) {
            DataMode data = new DataMode();
            PromptParser lines = new PromptParser(data);
            CatalogCandidates catalog = new CatalogCandidates(source::isMade, session::observer);
            ResizedReader reader = new ResizedReader(terminal, "memcheck", streams.environment());
            reader.setParser(lines);
            reader.setHighlighter(new PromptHighlighter(theme.colored(), colorsOf(terminal), data));
            reader.setCompleter(new PromptCompleter(
                    commands,
                    () -> session.runner().findings().size(),
                    session::backendsIfAny,
                    new ScenarioCandidates(source::scenarioDesk),
                    new NameCandidates(catalog, session.variables()::all),
                    session.directory()::path));
            reader.variable(LineReader.HISTORY_FILE, history)
                    .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                    .option(LineReader.Option.CASE_INSENSITIVE, true);
            lines.tells(reader::printAbove);
            data.of(reader);
            session.asksFor(() -> new TypedLines(reader, data));
            session.typed().asks((question, shown) -> PasswordQuestion.ask(question, shown, terminal));
            Attributes outside = terminal.getAttributes();
            LineEditing editing = new LineEditing(reader, theme.colored(), data);
            editing.install(streams.environment(), outside);
            Suspension.take(terminal, outside);
            PromptSession prompt =
                    new PromptSession(terminal, reader, screen, session, source, pager, editing, catalog);
            prompt.talk(start, atPrompt, ofFiles);
        }
        source.partingWords().ifPresent(screen::say);
        screen.flush();
        return ExitCode.GOOD;
    }

    private static String greeting() {
        return "memcheck " + VersionText.version() + ". Try: begin; SELECT my_fn(); end  Type help for help.";
    }

    /**
     * Draws the greeting and the first prompt at this process's terminal at once; {@link #run} goes on there. Nothing may come before
     * the prompt then.
     *
     * @return empty if it is no terminal for that
     */
    public static Optional<FirstPrompt> draw(Streams streams) {
        String type = streams.environment().getOrDefault(SystemTerminal.TYPE, "");
        boolean plain = type.isBlank() || type.equals(Terminal.TYPE_DUMB) || type.equals(Terminal.TYPE_DUMB_COLOR);
        return plain || !streams.terminalIn() || !streams.terminalOut()
                ? Optional.empty()
                : FirstPrompt.draw(streams.out(), greeting(), Prompt.IDLE.text());
    }

    /** What was typed may hold a password. One that is there stays as it is. */
    private static void keepForOwner(Path history) {
        try {
            Files.createFile(
                    history, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException thereOrNotToBeHad) {
            // Where there can be none the prompt does without.
        }
    }

    private void talk(PromptStart start, RunOptions atPrompt, RunOptions ofFiles) {
        terminal.handle(Terminal.Signal.INT, signal -> {
            if (pager.map(Pager::hasAll).orElse(false)) {
                // It is the pager's: nothing runs that it could be meant for.
                return;
            }
            screen.leaveEcho();
            source.interrupted();
            session.runner().cancel();
        });
        if (start.drawn().isEmpty() && !session.display().quiet()) {
            screen.say(greeting());
            screen.flush();
        }
        session.runner().talkTo(new TerminalConsent(terminal, screen, () -> !session.isOnPrivateServer()), told -> {
            screen.say("note: " + told, Style.WARNING);
            screen.flush();
        });
        guarded(() -> session.run(start.session().settings()));
        start.rc().filter(Files::exists).ifPresent(file -> guarded(() -> session.run(file)));
        start.play().ifPresent(played -> guarded(() -> play(played, atPrompt, ofFiles)));
        SessionRunner runner = session.runner();
        Leaving leaving = new Leaving(screen, runner::unfinished);
        start.drawn().ifPresent(FirstPrompt::handOver);
        boolean left = false;
        String begun = null;
        while (!left && !hungUp && !runner.stopped()) {
            editing.suggests(
                    session.variables().get(SUGGESTIONS).map(Variables::isTrue).orElse(true));
            try {
                String line =
                        reader.readLine(runner.state().prompt().text(runner.session()), null, (Character) null, begun);
                leaving.wentOn();
                begun = run(line);
            } catch (UserInterruptException lineGivenUp) {
                // Ctrl-C at the prompt gives up the line, no more.
                begun = null;
                leaving.wentOn();
            } catch (EndOfFileException controlD) {
                left = leaving.endOfInput();
            }
        }
        if (hungUp) {
            TerminalGoneException.awaitEnd();
        }
        leaving.leave();
    }

    /** Runs what was typed, and gives what the next line begins with. */
    private String run(String line) {
        Optional<Interjection> interjection = Interjection.of(line);
        String kept = interjection.map(Interjection::kept).orElse(null);
        String text = interjection.map(Interjection::command).orElse(line);
        TypedBuffer typed = session.typed();
        typed.begin(kept == null ? "" : kept);
        guarded(() -> session.run(text));
        catalog.forget();
        if (!text.stripLeading().startsWith("\\")) {
            typed.ran(text);
        }
        Optional<String> edited = typed.next();
        if (edited.isEmpty()) {
            return kept;
        }
        String changed = edited.get();
        if (changed.isBlank() || !StatementSplitter.completeness(changed).isComplete()) {
            return changed.isBlank() ? null : changed;
        }
        // As in psql: what was written in the editor is shown, and runs if it is complete.
        screen.say(changed);
        screen.flush();
        reader.getHistory().add(changed);
        return run(changed);
    }

    /** A file that is played shows what a file that is run would show, its repeats included. */
    private void play(SessionScript script, RunOptions atPrompt, RunOptions ofFiles) {
        session.runner().setConfirmRepeats(ofFiles.confirmRepeats());
        session.play(script.items());
        session.runner().setConfirmRepeats(atPrompt.confirmRepeats());
    }

    /** No error ends the conversation. */
    private void guarded(Runnable what) {
        try {
            what.run();
        } catch (ParseException e) {
            screen.say(e.rendering(), Style.ERROR);
        } catch (UsageException e) {
            screen.error(e.getMessage());
        } catch (BackendUnavailableException e) {
            screen.error("no backend: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            screen.error(OwnMistake.outOfMemory() + "; the session goes on");
        } catch (TerminalGoneException e) {
            hungUp = true;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            hungUp = TerminalGoneException.processEnds();
            if (!hungUp) {
                screen.error(OwnMistake.told(e));
            }
        } finally {
            screen.flush();
        }
    }

    /** A terminal behind a serial line, or of a program, may not know its size. The line editor then shows nothing but dots. */
    private static void giveSize(Terminal terminal) {
        if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
            terminal.setSize(new Size(DEFAULT_WIDTH, DEFAULT_HEIGHT));
        }
    }

    private static int colorsOf(Terminal terminal) {
        Integer colors = terminal.getNumericCapability(InfoCmp.Capability.max_colors);
        return colors == null ? 0 : colors;
    }

    private static TerminalSize sizeOf(Terminal terminal) {
        return new TerminalSize() {
            @Override
            public int columns() {
                int width = terminal.getWidth();
                return width <= 0 ? DEFAULT_WIDTH : Math.max(NARROWEST, width);
            }

            @Override
            public int rows() {
                int height = terminal.getHeight();
                return height <= 0 ? DEFAULT_HEIGHT : height;
            }
        };
    }
}
