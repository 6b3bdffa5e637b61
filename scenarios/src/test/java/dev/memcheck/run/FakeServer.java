package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server whose backends are {@link FakeBackend}s with pids 101, 102, ... and which share its tables. */
final class FakeServer implements BackendSource {
    final List<String> tables = new ArrayList<>();
    final List<FakeBackend> backends = new ArrayList<>();
    private int connectionsLeft = Integer.MAX_VALUE;

    /** Refuses every connection after this many. */
    FakeServer refusingAfter(int connections) {
        connectionsLeft = connections;
        return this;
    }

    @Override
    public Backend connect() {
        if (connectionsLeft-- <= 0) {
            throw new BackendUnavailableException("the fake server takes no more connections");
        }
        FakeBackend backend = new FakeBackend(101 + backends.size(), tables);
        backends.add(backend);
        return backend;
    }

    @Override
    public Optional<String> explainLoss(int pid) {
        return backends.stream()
                .filter(backend -> backend.facts().pid() == pid)
                .findFirst()
                .flatMap(FakeBackend::lastWords);
    }

    @Override
    public Optional<String> partingWords() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Nothing was started.
    }
}
