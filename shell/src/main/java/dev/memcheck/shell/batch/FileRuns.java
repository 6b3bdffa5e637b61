package dev.memcheck.shell.batch;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.report.SessionReport;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.Loudness;
import dev.memcheck.shell.out.RedrawnLine;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.session.SessionScript;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs session files, several at a time where that is wanted. What each of them prints stands together, in the order of the
 * files: it is kept back until those before it are done, except with one job and no terminal, where it is printed as it
 * comes. On a terminal a line below tells what runs.
 */
public final class FileRuns {
    private final Screen screen;
    private final int jobs;
    private final boolean failFast;
    private final Interruption interruption;
    private final Optional<RedrawnLine> progress;

    /** Guarded by this, as all below. */
    private final TreeMap<Integer, String> running = new TreeMap<>();

    /** What was printed by files that are done while one before them is not. */
    private final TreeMap<Integer, String> keptBack = new TreeMap<>();

    private final TreeMap<Integer, FileResult> results = new TreeMap<>();
    private int next;
    private int done;
    private int failed;
    private boolean stopping;

    /** @param terminal whether the screen is one */
    public FileRuns(Screen screen, boolean terminal, int jobs, boolean failFast, Interruption interruption) {
        this.screen = screen;
        this.jobs = jobs;
        this.failFast = failFast;
        this.interruption = interruption;
        this.progress = terminal ? Optional.of(new RedrawnLine(screen)) : Optional.empty();
    }

    /** Runs one file and prints to a screen. Several threads call it, each with another file. */
    public interface Task {
        FileResult run(SessionScript script, Screen screen);
    }

    /**
     * Runs them to their ends, and says how many were left out because one failed or the user stopped.
     *
     * @throws RuntimeException what the first of the files raised that raised something; no other began after it
     */
    public void run(List<SessionScript> scripts, Task task) {
        ExecutorService workers = Executors.newFixedThreadPool(jobs);
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < scripts.size(); i++) {
            int index = i;
            futures.add(workers.submit(() -> runOne(index, scripts, task)));
        }
        workers.shutdown();
        Optional<RuntimeException> raised = await(futures);
        printAll(keptBack.values());
        if (raised.isPresent()) {
            throw raised.get();
        }
        int left = scripts.size() - results.size();
        if (left > 0) {
            screen.say(AmountWords.counted(left, "file was", "files were") + " not run: "
                    + (interruption.isRequested() ? "interrupted" : "--fail-fast"));
            screen.flush();
        }
    }

    /** What came of those that ran, in their order. */
    public synchronized List<FileResult> results() {
        return List.copyOf(results.values());
    }

    public List<SessionReport> reports() {
        return results().stream().flatMap(result -> result.report().stream()).toList();
    }

    /** How it all ended. */
    public ExitCode worst() {
        return results().stream()
                .map(FileResult::code)
                .reduce(interruption.isRequested() ? ExitCode.INTERRUPTED : ExitCode.GOOD, ExitCode::or);
    }

    /** Waits for all, whatever becomes of one of them. */
    private static Optional<RuntimeException> await(List<Future<?>> futures) {
        Optional<RuntimeException> first = Optional.empty();
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                RuntimeException raised = e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException("a session file could not be run", e.getCause());
                first = first.or(() -> Optional.of(raised));
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
        }
        return first;
    }

    private void runOne(int index, List<SessionScript> scripts, Task task) {
        if (!begin(index, scripts)) {
            return;
        }
        boolean direct = jobs == 1 && (progress.isEmpty() || tellsOfItself(scripts.size()));
        StringWriter printed = new StringWriter();
        Optional<FileResult> result = Optional.empty();
        try {
            result = Optional.of(
                    task.run(scripts.get(index), direct ? screen : screen.copyTo(new PrintWriter(printed))));
        } finally {
            end(index, scripts.size(), result, printed.toString());
        }
    }

    /** @return false if it is not to run */
    private synchronized boolean begin(int index, List<SessionScript> scripts) {
        if (stopping || interruption.isRequested()) {
            return false;
        }
        running.put(index, scripts.get(index).name());
        showProgress(scripts.size());
        return true;
    }

    private synchronized void end(int index, int count, Optional<FileResult> result, String printed) {
        boolean good = result.filter(known -> known.code() == ExitCode.GOOD).isPresent();
        result.ifPresent(known -> results.put(index, known));
        running.remove(index);
        done++;
        failed += good ? 0 : 1;
        stopping |= result.isEmpty() || failFast && !good;
        keptBack.put(index, printed);
        while (keptBack.containsKey(next)) {
            printAll(List.of(keptBack.remove(next)));
            next++;
        }
        if (!running.isEmpty()) {
            showProgress(count);
        }
    }

    private void printAll(Collection<String> texts) {
        progress.ifPresent(RedrawnLine::erase);
        texts.forEach(screen::printed);
        screen.flush();
    }

    /** Whether what runs prints as it goes, and nobody needs a line that tells of it. */
    private boolean tellsOfItself(int count) {
        return count == 1 && screen.loudness() == Loudness.ALL;
    }

    private void showProgress(int count) {
        if (!tellsOfItself(count)) {
            String names = String.join(", ", running.values());
            progress.ifPresent(
                    line -> line.show(done + " of " + count + " done, " + failed + " failed; running " + names));
        }
    }
}
