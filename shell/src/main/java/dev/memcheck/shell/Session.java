package dev.memcheck.shell;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observer;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.RunOutcome;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.Item;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.SessionParser;
import dev.memcheck.script.Variables;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One session: the loop, with a parser before it, a screen behind it, and the commands beside it. */
final class Session implements CommandContext, AutoCloseable {
    private static final String SOURCE = "prompt";

    private final SessionParser parser;
    private final Screen screen;
    private final Optional<LiveTree> liveTree;
    private final Commands commands;
    private final BackendSource source;
    private final DisplaySettings display = new DisplaySettings();
    private final RunWatch watch;
    private final SessionRunner runner;
    private Optional<Observer> observer = Optional.empty();

    /** @param liveTree there if a person is at the prompt */
    Session(
            SessionParser parser,
            Commands commands,
            BackendSource source,
            Screen screen,
            RunOptions options,
            Optional<LiveTree> liveTree) {
        this.parser = parser;
        this.commands = commands;
        this.source = source;
        this.screen = screen;
        this.liveTree = liveTree;
        this.watch = new RunWatch(
                new RunPrinter(screen, display, isPrompt()), screen.theme().glyphs());
        this.runner = new SessionRunner(source, watch, options, command -> commands.run(this, command));
    }

    /**
     * Reads what was typed and runs it.
     *
     * @throws ParseException if it cannot be read, and then nothing of it ran
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    void run(String text) {
        runner.runAll(parser.parse(SOURCE, text));
    }

    /** @throws BackendUnavailableException if a backend is needed and cannot be had */
    void run(List<Item> items) {
        runner.runAll(items);
    }

    /**
     * Runs items one by one, each shown after the prompt as if it were typed.
     *
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    void play(List<Item> items) {
        TypedText typed = new TypedText(screen);
        for (Item item : items) {
            if (runner.stopped()) {
                return;
            }
            typed.show(runner.state().prompt(), item);
            runner.runAll(List.of(item));
        }
    }

    RunOutcome finish() {
        return runner.finish();
    }

    @Override
    public SessionRunner runner() {
        return runner;
    }

    @Override
    public DisplaySettings display() {
        return display;
    }

    @Override
    public Screen screen() {
        return screen;
    }

    @Override
    public Commands commands() {
        return commands;
    }

    @Override
    public Variables variables() {
        return parser.variables();
    }

    @Override
    public boolean isPrompt() {
        return liveTree.isPresent();
    }

    @Override
    public void include(Path file) {
        List<Item> items;
        try {
            items = parser.parse(file.toString(), SessionScript.text(file));
        } catch (ParseException e) {
            throw new UsageException(e.getMessage(), e);
        }
        runner.runAll(items);
    }

    @Override
    public RunWatch watch() {
        return watch;
    }

    @Override
    public synchronized Observer observer() {
        if (observer.isEmpty()) {
            observer = Optional.of(new SharedObserver(source.observer()));
        }
        return observer.get();
    }

    /** The backends of the server; empty if it cannot be asked. */
    List<BackendListing> backendsIfAny() {
        try {
            return observer().backends();
        } catch (BackendUnavailableException notNow) {
            return List.of();
        }
    }

    @Override
    public Optional<LiveTree> liveTree() {
        return liveTree;
    }

    @Override
    public void runAside(String text) {
        new TypedText(screen).show(runner.state().prompt(), text);
        runner.runAside(parser.parse(SOURCE, text));
    }

    @Override
    public synchronized void close() {
        observer.ifPresent(Observer::close);
        runner.close();
    }
}
