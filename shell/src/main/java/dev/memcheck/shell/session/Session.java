package dev.memcheck.shell.session;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.ConnectionChange;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.report.ReportCollector;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.WallClock;
import dev.memcheck.run.Failure;
import dev.memcheck.run.HeldExpectations;
import dev.memcheck.run.ResultVariables;
import dev.memcheck.run.RunListener;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.RunOutcome;
import dev.memcheck.run.RunTee;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.Item;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.Position;
import dev.memcheck.script.SessionParser;
import dev.memcheck.script.Standing;
import dev.memcheck.script.TypedData;
import dev.memcheck.script.Variables;
import dev.memcheck.session.SessionState;
import dev.memcheck.shell.command.CommandContext;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.live.LiveTree;
import dev.memcheck.shell.out.BriefPrinter;
import dev.memcheck.shell.out.DisplaySettings;
import dev.memcheck.shell.out.Loudness;
import dev.memcheck.shell.out.ResultOutput;
import dev.memcheck.shell.out.RunPrinter;
import dev.memcheck.shell.out.RunReports;
import dev.memcheck.shell.out.RunWatch;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.SourceLines;
import dev.memcheck.shell.out.TypedBuffer;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.out.WorkingDirectory;
import dev.memcheck.sql.TransactionState;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One session: the loop, with a parser before it, a screen behind it, and the commands beside it. */
public final class Session implements CommandContext, AutoCloseable {
    private static final int MOST_FILES_INSIDE_EACH_OTHER = 50;

    private final String name;
    private final SessionParser parser;
    private final Screen screen;
    private final Optional<LiveTree> liveTree;
    private final Commands commands;
    private final BackendSource source;
    private final DisplaySettings display;
    private final ResultOutput results;
    private final Optional<BriefPrinter> brief;
    private final RunWatch watch;
    private final SessionRunner runner;
    private final RunOptions options;
    private final ReportCollector collector;
    private final HeldExpectations held;
    private final WorkingDirectory directory = new WorkingDirectory();
    private final SearchPath searchPath = new SearchPath();
    private final TypedBuffer typed = new TypedBuffer();

    /** The files that are being run, the innermost first. */
    private final Deque<Path> including = new ArrayDeque<>();

    private Optional<SessionRecording> recording = Optional.empty();

    /** Where data of a COPY are typed, and whether the text that runs may ask for them. */
    private Supplier<TypedData> typist;

    private boolean mayAsk;

    /** What was typed for the text that runs. */
    private Optional<TypedData> given = Optional.empty();

    private Optional<Observer> observer = Optional.empty();

    /**
     * @param name of its text, as positions and reports have it
     * @param liveTree there if a person is at the prompt
     * @param notesWhatHolds whether {@link #held} is wanted; it costs a little with each statement
     */
    public Session(
            String name,
            SessionParser parser,
            Commands commands,
            BackendSource source,
            Screen screen,
            RunOptions options,
            Optional<LiveTree> liveTree,
            boolean notesWhatHolds) {
        this(name, parser, commands, source, screen, options, liveTree, notesWhatHolds, List.of());
    }

    /** @param witnesses are told what happens, after all others */
    public Session(
            String name,
            SessionParser parser,
            Commands commands,
            BackendSource source,
            Screen screen,
            RunOptions options,
            Optional<LiveTree> liveTree,
            boolean notesWhatHolds,
            List<RunListener> witnesses) {
        this.name = name;
        this.parser = parser;
        this.display = new DisplaySettings(parser.variables());
        this.commands = commands;
        this.source = source;
        this.screen = screen;
        this.liveTree = liveTree;
        this.options = options;
        this.collector = new ReportCollector(name, options, WallClock.startedNow());
        this.held = new HeldExpectations(options.failOn());
        this.results = new ResultOutput(screen, display);
        RunPrinter whole = new RunPrinter(
                screen, display, results, isPrompt() ? Optional.of(name) : Optional.empty(), source::warning);
        this.brief = screen.loudness() == Loudness.ALL ? Optional.empty() : Optional.of(new BriefPrinter(whole));
        this.watch = new RunWatch(
                brief.<RunListener>map(printer -> printer).orElse(whole),
                screen.theme().glyphs());
        List<RunListener> listeners =
                new ArrayList<>(List.of(new ResultVariables(parser.variables()), searchPath, watch, collector));
        listeners.addAll(notesWhatHolds ? List.of(held) : List.of());
        listeners.addAll(witnesses);
        parser.standsAt(this::standing);
        this.runner = new SessionRunner(source, new RunTee(listeners), options, commands.handler(this));
    }

    /**
     * Reads what was typed and runs it.
     *
     * @throws ParseException if it cannot be read, and then nothing of it ran
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public void run(String text) {
        mayAsk = typist != null;
        try {
            run(text, runner::runAll);
        } finally {
            mayAsk = false;
        }
    }

    /** What is typed may leave out the data of a COPY, which are asked for there when the server takes them. */
    public void asksFor(Supplier<TypedData> data) {
        typist = data;
        parser.asksFor(text -> text.equals(name) ? typedData() : Optional.empty());
    }

    @Override
    public Optional<TypedData> typedData() {
        given = mayAsk ? Optional.of(typist.get()) : Optional.empty();
        return given;
    }

    private void run(String text, Consumer<List<Item>> loop) {
        List<Item> items = parser.parse(name, text);
        Optional<SessionRecording> recordedIn = recording;
        int failures = runner.outcome().failures().size();
        given = Optional.empty();
        held.clear();
        loop.accept(items);
        List<Failure> all = runner.outcome().failures();
        recordedIn.ifPresent(file ->
                file.add(name, TypedText.whole(text, items, given), items, held, all.subList(failures, all.size())));
    }

    /**
     * Reads a session file and runs it.
     *
     * @throws UsageException if there is no such file
     * @throws ParseException if it cannot be read, and then nothing of it ran
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public void run(Path file) {
        runner.runAll(parser.parse(file.toString(), SessionScript.text(file)));
    }

    /** @throws BackendUnavailableException if a backend is needed and cannot be had */
    public void run(List<Item> items) {
        runner.runAll(items);
    }

    /**
     * Runs items one by one, each shown after the prompt as if it were typed.
     *
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public void play(List<Item> items) {
        TypedText typed = new TypedText(screen);
        for (Item item : items) {
            if (runner.stopped() || runner.halted()) {
                return;
            }
            typed.show(runner.state().prompt(), runner.session(), item);
            runner.runAll(List.of(item));
        }
    }

    /** What the parser must know to see that a transaction is ended that nobody began. */
    private Standing standing() {
        SessionState state = runner.state();
        return new Standing(
                runner.session().text(),
                state.transaction() != TransactionState.IDLE,
                state.innermost().map(window -> window.label() + " is open, and a window is not a transaction"),
                true);
    }

    /** Cancels what runs; nothing runs afterwards. Safe from any thread. */
    public void interrupt() {
        runner.interrupt();
    }

    public RunOutcome finish() {
        RunOutcome outcome = runner.finish();
        if (outcome.lostBackend()) {
            brief.ifPresent(BriefPrinter::printLosses);
        }
        return outcome;
    }

    /**
     * What a report has of the session.
     *
     * @param finished whether it ran to its end
     */
    public SessionReport report(RunOutcome outcome, boolean finished) {
        return collector.report(outcome, finished);
    }

    /** What a report has of the session that ended because no backend could be had. */
    public SessionReport reportWithoutBackend(String why) {
        return collector.withoutBackend(runner.outcome(), why);
    }

    @Override
    public RunReport reportSoFar() {
        return RunReports.of(options, List.of(collector.report(runner.outcome(), false)))
                .withSources(SourceLines.directories(parser.variables()));
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
    public ResultOutput results() {
        return results;
    }

    @Override
    public Screen screen() {
        return screen;
    }

    @Override
    public TypedBuffer typed() {
        return typed;
    }

    @Override
    public WorkingDirectory directory() {
        return directory;
    }

    @Override
    public Variables variables() {
        return parser.variables();
    }

    @Override
    public synchronized void reconnect(ConnectionChange change) {
        source.move(change);
        observer.ifPresent(Observer::close);
        observer = Optional.empty();
        runner.renew();
    }

    /** Whether nothing on its server matters to anybody. */
    public boolean isOnPrivateServer() {
        return source.isPrivate();
    }

    /** Its backend is waited for, since with that comes the extension. */
    @Override
    public ScenarioDesk scenarioDesk() {
        runner.backendFacts();
        return source.scenarioDesk();
    }

    @Override
    public boolean isPrompt() {
        return liveTree.isPresent();
    }

    @Override
    public boolean isTyped(Position position) {
        return isPrompt() && position.source().equals(name);
    }

    /** What held so far of what was run as items, or of the last text. */
    public HeldExpectations held() {
        return held;
    }

    @Override
    public void startRecording(Path file) {
        recording = Optional.of(new SessionRecording(file, variables()));
    }

    @Override
    public Optional<Path> stopRecording() {
        Optional<Path> file = recording.map(SessionRecording::file);
        recording = Optional.empty();
        return file;
    }

    @Override
    public void include(Path file) {
        if (including.size() == MOST_FILES_INSIDE_EACH_OTHER) {
            throw new UsageException(
                    file + " is " + MOST_FILES_INSIDE_EACH_OTHER + " files deep in other files: does it run itself?");
        }
        including.push(file);
        try {
            run(file);
        } catch (ParseException e) {
            throw new UsageException(e.getMessage(), e);
        } finally {
            including.pop();
        }
    }

    @Override
    public RunWatch watch() {
        return watch;
    }

    @Override
    public synchronized Observer observer() {
        if (observer.isEmpty()) {
            observer = Optional.of(
                    new SharedObserver(new OutsideObserver(source.observer()), () -> searchPath.of(runner)));
        }
        return observer.get();
    }

    /** The backends of the server; empty if it cannot be asked. */
    public List<BackendListing> backendsIfAny() {
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
        new TypedText(screen).show(runner.state().prompt(), runner.session(), text);
        run(text, runner::runAside);
    }

    @Override
    public synchronized void close() {
        observer.ifPresent(Observer::close);
        results.close();
        runner.close();
    }
}
