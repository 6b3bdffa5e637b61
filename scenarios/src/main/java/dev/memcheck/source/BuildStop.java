package dev.memcheck.source;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ends what builds a source tree, when somebody asks for that: what would begin afterwards does not. Safe for use by several threads. */
public final class BuildStop {
    /** All that run now: who ends this process otherwise would leave them. */
    private static final Set<Process> RUNNING = new HashSet<>();

    static {
        Thread hook = new Thread(() -> {
            synchronized (RUNNING) {
                RUNNING.forEach(BuildStop::end);
            }
        });
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // Nothing is begun any more.
        }
    }

    private Process running;
    private boolean requested;

    /** Ends what runs, at once. */
    public synchronized void request() {
        requested = true;
        if (running != null) {
            end(running);
        }
    }

    /** @throws SourceException if it was asked for before */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (requested) {
            throw new SourceException("it was interrupted");
        }
        synchronized (RUNNING) {
            running = builder.start();
            RUNNING.add(running);
        }
        return running;
    }

    synchronized void ended(Process process) {
        running = null;
        synchronized (RUNNING) {
            RUNNING.remove(process);
        }
    }

    /** With all that it has started: timeout leads a group. */
    private static void end(Process process) {
        List<ProcessHandle> all = process.descendants().toList();
        try {
            new ProcessBuilder("sh", "-c", "kill -s KILL -- -" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noShell) {
            // One by one, then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
