package dev.memcheck.shell.cli;

import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.SampledHeap;
import dev.memcheck.render.report.HeapFormat;
import dev.memcheck.render.report.PprofHeap;
import dev.memcheck.render.table.HeapTable;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.session.BackendSources;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memcheck heap PID|FILE} */
@Command(
        name = ProcessHeapCommand.NAME,
        description = {
            "Show who holds long-lived memory in a process of a server, without a window.",
            "By function, line, context and query, estimated from the samples that the process",
            "keeps where pg_ext_memcheck.sample_bytes is set, with the error and the peak.",
            "Also of a process that has gone, where pg_ext_memcheck.heap_dump_above is set."
        },
        sortOptions = false)
public final class ProcessHeapCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "heap";

    /** Whichever directory the file is seen in: the server reads its own. */
    private static final Pattern DUMP = Pattern.compile("(?:.*/)?pg_ext_memcheck\\.heap\\.([0-9])");

    private final Streams streams;

    @Parameters(
            index = "0",
            paramLabel = "PID|FILE",
            description = "a process of the server, or a file that one left in its data directory")
    private String subject;

    @Option(
            names = "--folded",
            paramLabel = "FILE",
            description = "write folded stacks of bytes in use to FILE, as flamegraph.pl reads them")
    private String folded;

    @Option(names = "--pprof", paramLabel = "FILE", description = "write a profile to FILE, as go tool pprof reads it")
    private String pprof;

    @Option(names = "--json", description = "print all places with their stacks as JSON (memcheck-heap/1)")
    private boolean json;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private ColorOption color = new ColorOption();

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    public ProcessHeapCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (!subject.matches("[0-9]{1,9}") && !DUMP.matcher(subject).matches()) {
            throw new UsageException(
                    "memcheck heap expects the id of a process, or a file such as pg_ext_memcheck.heap.3 of"
                            + " the server's data directory, found \"" + subject + "\"");
        }
        Optional<OutputFile> foldedFile = Optional.ofNullable(folded).map(name -> OutputFile.of(name, "the stacks"));
        Optional<OutputFile> pprofFile = Optional.ofNullable(pprof).map(name -> OutputFile.of(name, "the profile"));
        if (folded != null
                && pprof != null
                && Path.of(folded).normalize().equals(Path.of(pprof).normalize())) {
            throw new UsageException("--folded and --pprof name the same file, \"" + folded + "\": give each its own");
        }
        BackendSources sources = target.sources(Optional.empty(), "", streams);
        if (sources.arePrivate()) {
            throw new UsageException("memcheck heap needs the server of " + subject
                    + ": give it with -h, -p, -U and -d, or in PGHOST and the like");
        }
        try {
            SampledHeap heap = heap(sources);
            if (heap.refusal().isPresent()) {
                return refused(heap.refusal().get());
            }
            write(heap, foldedFile, pprofFile);
            return ExitCode.GOOD.code();
        } catch (BackendUnavailableException e) {
            return refused(e.getMessage());
        } catch (IOException e) {
            throw new UsageException("the heap could not be written: " + OutputFile.why(e), e);
        }
    }

    private SampledHeap heap(BackendSources sources) {
        try (BackendSource source = sources.ofPrompt();
                Observer observer = source.observer()) {
            Matcher dump = DUMP.matcher(subject);
            return dump.matches()
                    ? SampledHeap.ofDump(observer, Integer.parseInt(dump.group(1)))
                    : SampledHeap.of(observer, Integer.parseInt(subject));
        }
    }

    private int refused(String why) {
        ServerText.lines("memcheck: " + why).forEach(streams.err()::println);
        return ExitCode.NO_BACKEND.code();
    }

    private void write(SampledHeap heap, Optional<OutputFile> foldedFile, Optional<OutputFile> pprofFile)
            throws IOException {
        if (foldedFile.isPresent()) {
            foldedFile.get().write(out -> {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                HeapFormat.folded(heap, writer);
                writer.flush();
            });
        }
        if (pprofFile.isPresent()) {
            pprofFile.get().write(out -> PprofHeap.write(heap, out));
        }
        if (json) {
            HeapFormat.json(heap, streams.out());
            streams.out().flush();
        } else if (foldedFile.isEmpty() && pprofFile.isEmpty()) {
            Screen screen = color.applied(streams).screen();
            screen.say(HeapTable.title(heap));
            HeapTable.print(heap, screen.theme().glyphs(), false, screen.sink());
            screen.flush();
        }
    }
}
