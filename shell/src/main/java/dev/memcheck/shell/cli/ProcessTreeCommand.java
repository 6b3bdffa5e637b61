package dev.memcheck.shell.cli;

import dev.memcheck.backend.Observation;
import dev.memcheck.outside.CoreFile;
import dev.memcheck.outside.LiveProcess;
import dev.memcheck.outside.OutsideException;
import dev.memcheck.outside.OutsideTree;
import dev.memcheck.render.report.JsonTree;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.report.WallClock;
import dev.memcheck.shell.batch.SavedTree;
import dev.memcheck.shell.live.OutsideView;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck tree PID|CORE} */
@Command(
        name = ProcessTreeCommand.NAME,
        description = {
            "Show the context tree of a server process from outside.",
            "It may be stopped, loop, wait, or be dead and have left a core file. It is not",
            "asked, stopped or written to. No extension, no restart and no connection are",
            "needed, but the rights that a debugger needs: those of the server's user, or root's.",
            "On a terminal, show the tree in full screen and look again and again; otherwise print it."
        },
        sortOptions = false)
public final class ProcessTreeCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "tree";

    private static final int DEFAULT_DEPTH = 2;

    private final Streams streams;

    @Parameters(
            index = "0",
            paramLabel = "PID|CORE",
            description = "a process of this machine, or a core file (./123 if its name is a number)")
    private String subject;

    @Option(names = "--binary", paramLabel = "FILE", description = "the core's program, if it is not where it was")
    private Path binary;

    @Option(names = "--depth", paramLabel = "N", description = "print the tree to depth N (default: 2)")
    private Integer depth;

    @Option(names = "--print", description = "print as text, even on a terminal")
    private boolean print;

    @Option(names = "--json", description = "print all contexts as JSON (memcheck-tree/1)")
    private boolean json;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "save the tree to FILE, for memcheck view and memcheck diff")
    private String save;

    @Mixin
    private ColorOption color = new ColorOption();

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    public ProcessTreeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Optional<OutputFile> file = Optional.ofNullable(save).map(name -> OutputFile.of(name, "the tree"));
        try {
            Supplier<OutsideTree> looks = looks();
            return show(looks, looks.get(), file).code();
        } catch (OutsideException e) {
            ServerText.lines("memcheck: " + e.getMessage()).forEach(streams.err()::println);
            return ExitCode.NO_BACKEND.code();
        } catch (IOException e) {
            throw new UsageException("the tree could not be written: " + OutputFile.why(e), e);
        }
    }

    private Path core() {
        try {
            return Path.of(subject);
        } catch (InvalidPathException e) {
            throw new UsageException("there can be no file " + subject + " in this locale: " + e.getReason(), e);
        }
    }

    /** What takes one look. */
    private Supplier<OutsideTree> looks() {
        if (subject.matches("[0-9]+")) {
            return process();
        }
        Path core = core();
        if (!Files.exists(core)) {
            throw new UsageException(
                    "there is no file " + subject + "; memcheck tree expects a process id or a core file");
        }
        OutsideTree tree = new CoreFile(core, Optional.ofNullable(binary)).look();
        return () -> tree;
    }

    private Supplier<OutsideTree> process() {
        if (binary != null) {
            throw new UsageException("--binary is for a core file: a process knows its program");
        }
        try {
            LiveProcess process = new LiveProcess(Integer.parseInt(subject));
            InstantSource clock = WallClock.startedNow();
            return () -> process.look(clock.instant());
        } catch (NumberFormatException e) {
            throw new UsageException(subject + " is too large for a process id", e);
        }
    }

    private ExitCode show(Supplier<OutsideTree> looks, OutsideTree tree, Optional<OutputFile> file) throws IOException {
        if (file.isPresent()) {
            SavedTree.write(tree, file.get());
        }
        if (json) {
            JsonTree.write(tree.snapshot(), tree.process(), tree.title(), tree.version(), tree.notes(), streams.out());
            streams.out().flush();
            return ExitCode.GOOD;
        }
        boolean printed = print || depth != null || file.isPresent();
        if (printed || !new OutsideView(color.applied(streams)).show(tree.process(), () -> observation(looks))) {
            print(tree);
        }
        return ExitCode.GOOD;
    }

    private static Observation observation(Supplier<OutsideTree> looks) {
        try {
            OutsideTree tree = looks.get();
            return new Observation.Seen(tree.snapshot(), Optional.of(tree.title()));
        } catch (OutsideException e) {
            return new Observation.Unseen(e.getMessage());
        }
    }

    private void print(OutsideTree tree) {
        Screen screen = color.applied(streams).screen();
        screen.say(tree.process() + ", PostgreSQL " + tree.version() + ": " + tree.title());
        TreeOptions options = TreeOptions.defaults().withOpenDepth(depth == null ? DEFAULT_DEPTH : depth);
        screen.wholeTree(TreeRows.of(TreeSubject.of(tree.snapshot(), List.of()), options, new FoldState()));
        for (String note : tree.notes()) {
            screen.say("note: " + note, Style.WARNING);
        }
        screen.flush();
    }
}
