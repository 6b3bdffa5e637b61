package dev.memcheck.shell;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.SqlError;
import dev.memcheck.backend.StatementResult;
import dev.memcheck.backend.TransactionState;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.finding.Finding;
import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Backends in memory that answer every statement with its own text, and find nothing. */
final class FakeBackends implements BackendSources {
    private final Optional<String> refusal;

    /** Open once a backend may be had. */
    private final CountDownLatch gate;

    private FakeBackends(Optional<String> refusal, CountDownLatch gate) {
        this.refusal = refusal;
        this.gate = gate;
    }

    static FakeBackends ready() {
        return new FakeBackends(Optional.empty(), new CountDownLatch(0));
    }

    static FakeBackends refusing(String why) {
        return new FakeBackends(Optional.of(why), new CountDownLatch(0));
    }

    /** They are there once the gate is open. */
    static FakeBackends behind(CountDownLatch gate) {
        return new FakeBackends(Optional.empty(), gate);
    }

    @Override
    public BackendSource ofPrompt() {
        if (refusal.isPresent()) {
            throw new BackendUnavailableException(refusal.get());
        }
        return new Source();
    }

    @Override
    public BackendSource of(SessionScript script) {
        return ofPrompt();
    }

    private final class Source implements BackendSource {
        @Override
        public Backend connect() {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Echo();
        }

        @Override
        public Optional<String> explainLoss(int pid) {
            return Optional.empty();
        }

        @Override
        public Optional<String> partingWords() {
            return Optional.of("Farewell.");
        }

        @Override
        public void close() {
            // Nothing was started.
        }
    }

    private static final class Echo implements Backend {
        private long sequence;

        @Override
        public BackendFacts facts() {
            return new BackendFacts(7, "15.20", 150020, Optional.of("1.0"), "an echo");
        }

        @Override
        public TransactionState transactionState() {
            return TransactionState.IDLE;
        }

        @Override
        public StatementResult execute(String sql) {
            return new StatementResult.Rows(
                    List.of(new StatementResult.Column("echo", "text", false)),
                    List.of(List.of(Optional.of(sql))),
                    "SELECT 1",
                    1000,
                    List.of());
        }

        @Override
        public Optional<Snapshot> snapshot() {
            ContextNode root = new ContextNode(
                    new NodeKey(1),
                    Optional.empty(),
                    0,
                    "TopMemoryContext",
                    "",
                    ContextKind.ALLOC_SET,
                    Lifetime.BACKEND,
                    false,
                    8192,
                    1000,
                    1,
                    0);
            return Optional.of(Snapshot.of(7, ++sequence, Instant.EPOCH, List.of(root)));
        }

        @Override
        public Optional<SqlError> beginWindow(WindowOptions options) {
            return Optional.empty();
        }

        @Override
        public List<Finding> judge() {
            return List.of();
        }

        @Override
        public WindowVerdict endWindow() {
            return new WindowVerdict(List.of(), Optional.empty());
        }

        @Override
        public void cancel() {
            // Nothing runs long here.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
