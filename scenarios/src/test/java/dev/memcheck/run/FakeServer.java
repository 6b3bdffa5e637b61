package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.PasswordNeededException;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.backend.VersionSkew;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A server whose backends are {@link FakeBackend}s with pids 101, 102, ... and which share its tables. */
public final class FakeServer implements BackendSource {
    final List<String> tables = new ArrayList<>();
    final List<FakeBackend> backends = new ArrayList<>();
    final FakeScenarioDesk desk = new FakeScenarioDesk(this::stopScenario);
    /** The copies that were made, if copies can be made. */
    Optional<List<FakeServer>> copies = Optional.empty();

    /** What happens while a backend is killed. */
    Runnable whenKilled = () -> {};

    private Optional<VersionSkew> skew = Optional.empty();
    private Optional<String> lock = Optional.empty();
    private Optional<String> ended = Optional.empty();
    private int connectionsLeft = Integer.MAX_VALUE;
    private CountDownLatch gate = new CountDownLatch(0);
    private boolean isPrivate = true;
    private Optional<String> partingWords = Optional.empty();
    private Optional<Observer> observer = Optional.empty();

    /** Refuses every connection after this many. */
    FakeServer refusingAfter(int connections) {
        connectionsLeft = connections;
        return this;
    }

    /** Takes connections once the gate is open. */
    public FakeServer behind(CountDownLatch latch) {
        gate = latch;
        return this;
    }

    /** Has an extension that does not fit, until it is updated. */
    public FakeServer skewed(VersionSkew how) {
        skew = Optional.of(how);
        return this;
    }

    /** Wants this password of the user bob; with another it takes no connections. */
    public FakeServer locked(String password) {
        lock = Optional.of(password);
        return this;
    }

    /** Can be observed. */
    public FakeServer observedBy(Observer by) {
        observer = Optional.of(by);
        return this;
    }

    /** Ends, for this reason. */
    public void ending(String why) {
        ended = Optional.of(why);
    }

    @Override
    public boolean hasEnded() {
        return ended.isPresent();
    }

    /** Is somebody's, and not the session's own. */
    public FakeServer connected() {
        isPrivate = false;
        return this;
    }

    @Override
    public boolean kill(int pid) {
        whenKilled.run();
        return isPrivate;
    }

    @Override
    public boolean isPrivate() {
        return isPrivate;
    }

    /** Says this when it is left. */
    public FakeServer parting(String words) {
        partingWords = Optional.of(words);
        return this;
    }

    @Override
    public Backend connect() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (lock.isPresent()) {
            throw new BackendUnavailableException(
                    "the fake server wants a password",
                    new PasswordNeededException(Optional.of("bob"), this::unlocked, null));
        }
        if (connectionsLeft-- <= 0) {
            throw new BackendUnavailableException("the fake server takes no more connections");
        }
        FakeBackend backend = new FakeBackend(101 + backends.size(), tables);
        boolean updated = backends.stream().anyMatch(earlier -> earlier.heard.contains(VersionSkew.UPDATE));
        backend.skew = updated ? Optional.empty() : skew;
        backends.add(backend);
        return backend;
    }

    private BackendSource unlocked(String password) {
        return lock.get().equals(password) ? new FakeServer() : new FakeServer().refusingAfter(0);
    }

    @Override
    public Observer observer() {
        return observer.orElseThrow(() -> new BackendUnavailableException("the fake server cannot be observed"));
    }

    @Override
    public Optional<String> explainLoss(int pid) {
        return backends.stream()
                .filter(backend -> backend.facts().pid() == pid)
                .findFirst()
                .flatMap(FakeBackend::lastWords)
                .or(() -> ended);
    }

    @Override
    public Optional<BackendSource> throwAway() {
        return copies.map(made -> {
            made.add(new FakeServer());
            return made.get(made.size() - 1);
        });
    }

    @Override
    public Optional<String> explainCrash() {
        return backends.stream()
                .map(FakeBackend::lastWords)
                .flatMap(Optional::stream)
                .findFirst()
                .map(words -> words + "\nsignal 11 in function \"boom\" of \"/lib/my_ext.so\"");
    }

    @Override
    public ScenarioDesk scenarioDesk() {
        return desk;
    }

    private void stopScenario(int pid) {
        backends.get(pid - 101).heard.add("(stop)");
        backends.get(pid - 101).letGo();
    }

    @Override
    public Optional<String> partingWords() {
        return partingWords;
    }

    @Override
    public void close() {
        // Nothing was started.
    }
}
