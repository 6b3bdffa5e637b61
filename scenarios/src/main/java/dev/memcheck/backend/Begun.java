package dev.memcheck.backend;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is made on a thread of its own before anybody asks for it. A failure waits for who asks, too. */
public final class Begun<T> {
    private final FutureTask<T> making;

    /** Begins at once. */
    public Begun(Supplier<? extends T> maker, String threadName) {
        making = new FutureTask<>(maker::get);
        Thread thread = new Thread(making, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for it.
     *
     * @throws RuntimeException what its maker raised
     */
    public T await() {
        try {
            return making.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException raised) {
                throw raised;
            } else if (e.getCause() instanceof Error raised) {
                throw raised;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Nobody will ask: it is put away, once it is there. */
    public void putAway(Consumer<? super T> how) {
        T made;
        try {
            made = await();
        } catch (RuntimeException | Error neverMade) {
            return;
        }
        how.accept(made);
    }

    /** The same, on a thread of its own, since it may never be there. */
    public void putAwayLater(Consumer<? super T> how) {
        Thread thread = new Thread(() -> putAway(how), "memcheck-put-away");
        thread.setDaemon(true);
        thread.start();
    }
}
