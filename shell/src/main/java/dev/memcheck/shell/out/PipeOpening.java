package dev.memcheck.shell.out;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Opens a pipe or a device for writing. The system holds whoever opens a pipe until somebody reads it, and nothing but a
 * reader ends that, so a thread of its own is held; it is left behind where nobody comes.
 *
 * @param isOver whether the user wants to stop
 * @param say tells what is waited for
 * @param limit how long a reader is waited for
 */
record PipeOpening(BooleanSupplier isOver, Consumer<String> say, Duration limit) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A reader that is there opens within this. */
    private static final long AT_ONCE_MILLIS = 1000;

    private static final long LOOK_MILLIS = 100;

    /** Waits a minute. */
    static PipeOpening of(BooleanSupplier isOver, Consumer<String> say) {
        return new PipeOpening(isOver, say, PATIENCE);
    }

    /** @throws IOException if it cannot be opened, or nobody reads it */
    OutputStream open(Path path) throws IOException {
        CompletableFuture<OutputStream> opened = new CompletableFuture<>();
        Thread opener = new Thread(() -> open(path, opened), "memcheck-pipe");
        opener.setDaemon(true);
        opener.start();
        long end = System.nanoTime() + limit.toNanos();
        boolean told = false;
        for (long wait = AT_ONCE_MILLIS; ; wait = LOOK_MILLIS) {
            try {
                return opened.get(wait, TimeUnit.MILLISECONDS);
            } catch (TimeoutException nobodyYet) {
                if (!told) {
                    say.accept("waiting for a reader of " + path + ", up to " + limit.toSeconds() + " s");
                    told = true;
                }
                if (isOver.getAsBoolean() || System.nanoTime() > end) {
                    opened.cancel(false);
                    throw new IOException("nobody reads " + path, nobodyYet);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException refused ? refused : new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("nobody reads " + path, e);
            }
        }
    }

    private static void open(Path path, CompletableFuture<OutputStream> opened) {
        try {
            OutputStream out = Files.newOutputStream(path, StandardOpenOption.WRITE);
            if (!opened.complete(out)) {
                out.close();
            }
        } catch (IOException e) {
            opened.completeExceptionally(e);
        }
    }
}
