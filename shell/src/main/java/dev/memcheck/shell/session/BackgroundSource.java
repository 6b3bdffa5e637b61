package dev.memcheck.shell.session;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.ConnectionChange;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.finding.Finding;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * A source that is made, and its first backend connected, while the user reads the prompt. Who needs the backend waits
 * for it. A source that could not be made is tried again at the next need, and so is one whose server has ended.
 */
public final class BackgroundSource implements BackendSource {
    private static final String A_NEW_ONE = "a new server is started; what was created in the old one has gone with it";

    private final Supplier<BackendSource> maker;
    private CompletableFuture<BackendSource> source;

    /** The first backend until somebody has taken it. */
    private Optional<CompletableFuture<Backend>> first;

    private Optional<Thread> waiting = Optional.empty();

    /** Begins at once. */
    public BackgroundSource(Supplier<BackendSource> maker) {
        this.maker = maker;
        start();
    }

    @Override
    public Backend connect() {
        renewIfEnded();
        Optional<CompletableFuture<Backend>> taken = takeFirst();
        if (taken.isEmpty()) {
            return await(source()).connect();
        }
        try {
            return await(taken.get());
        } finally {
            if (!taken.get().isDone()) {
                giveBack(taken);
            }
        }
    }

    private void renewIfEnded() {
        made().filter(BackendSource::hasEnded).ifPresent(ended -> {
            ended.close();
            start();
        });
    }

    @Override
    public BackendSource changed(ConnectionChange change) {
        return await(source()).changed(change);
    }

    @Override
    public Observer observer() {
        return new FollowingObserver(() -> await(source()));
    }

    /** Ctrl-C was pressed: who waits for the backend goes on without it. What is being started is not disturbed. */
    public synchronized void interrupted() {
        waiting.ifPresent(Thread::interrupt);
    }

    @Override
    public Optional<String> explainLoss(int pid) {
        Optional<String> how = made().flatMap(source -> source.explainLoss(pid));
        boolean ended = made().map(BackendSource::hasEnded).orElse(false);
        return ended ? how.map(told -> told + "\n" + A_NEW_ONE) : how;
    }

    @Override
    public Optional<Finding> crash(int pid) {
        return made().flatMap(source -> source.crash(pid));
    }

    @Override
    public Optional<BackendSource> throwAway() {
        return made().flatMap(BackendSource::throwAway);
    }

    @Override
    public Optional<String> explainCrash() {
        return made().flatMap(BackendSource::explainCrash);
    }

    /** That of the source; the one that knows nothing until the source is made. */
    @Override
    public ScenarioDesk scenarioDesk() {
        return made().map(BackendSource::scenarioDesk).orElseGet(ScenarioDesk::none);
    }

    /** Nothing is known to matter before the source is made, and by then nobody has run anything. */
    @Override
    public boolean isPrivate() {
        return made().map(BackendSource::isPrivate).orElse(false);
    }

    @Override
    public boolean kill(int pid) {
        return made().map(source -> source.kill(pid)).orElse(false);
    }

    @Override
    public Optional<String> warning() {
        return made().flatMap(BackendSource::warning);
    }

    @Override
    public Optional<String> partingWords() {
        return made().flatMap(BackendSource::partingWords);
    }

    /** Also closes what is still being made, once it is there. */
    @Override
    public void close() {
        source().handle((made, failure) -> Optional.ofNullable(made)).join().ifPresent(BackendSource::close);
    }

    private synchronized void start() {
        CompletableFuture<BackendSource> making = new CompletableFuture<>();
        CompletableFuture<Backend> connecting = new CompletableFuture<>();
        source = making;
        first = Optional.of(connecting);
        Thread thread = new Thread(() -> make(making, connecting), "memcheck-connect");
        thread.setDaemon(true);
        thread.start();
    }

    private void make(CompletableFuture<BackendSource> making, CompletableFuture<Backend> connecting) {
        try {
            BackendSource made = maker.get();
            making.complete(made);
            connecting.complete(made.connect());
        } catch (RuntimeException | Error failure) {
            making.completeExceptionally(failure);
            connecting.completeExceptionally(failure);
        }
    }

    private synchronized Optional<CompletableFuture<Backend>> takeFirst() {
        if (source.isCompletedExceptionally() && first.isEmpty()) {
            start();
        }
        Optional<CompletableFuture<Backend>> taken = first;
        first = Optional.empty();
        return taken;
    }

    private synchronized void giveBack(Optional<CompletableFuture<Backend>> taken) {
        first = taken;
    }

    private synchronized CompletableFuture<BackendSource> source() {
        return source;
    }

    /** Whether the source is there, so that nobody who asks it has to wait until it is made. */
    public boolean isMade() {
        return made().isPresent();
    }

    private Optional<BackendSource> made() {
        CompletableFuture<BackendSource> current = source();
        return current.isDone() && !current.isCompletedExceptionally() ? Optional.of(current.join()) : Optional.empty();
    }

    private <T> T await(CompletableFuture<T> future) {
        setWaiting(Optional.of(Thread.currentThread()));
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new BackendUnavailableException("interrupted; the backend is still being started", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BackendUnavailableException unavailable) {
                throw new BackendUnavailableException(unavailable.getMessage(), unavailable);
            }
            throw new IllegalStateException("the backend could not be started", e.getCause());
        } finally {
            setWaiting(Optional.empty());
        }
    }

    private synchronized void setWaiting(Optional<Thread> thread) {
        waiting = thread;
    }
}
