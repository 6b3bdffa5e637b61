package dev.memcheck.shell.prompt;

import dev.memcheck.backend.Observer;
import dev.memcheck.backend.catalog.NameBegun;
import dev.memcheck.backend.catalog.NameKind;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.sql.StatementResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jline.reader.Candidate;

/**
 * Names of what the server has, asked over the second connection, so that the backend under test stays as it is. The prompt
 * waits a moment, not longer: an answer that comes later is there when Tab is pressed again. Where nothing answers nothing
 * is offered, and nothing is said. What was answered is known until a line is run, or for some seconds.
 */
final class CatalogCandidates {
    private static final Duration SERVERS_TIME = Duration.ofMillis(500);
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int LONGEST = 60;

    private final BooleanSupplier ready;
    private final Supplier<Observer> observer;
    private final Map<String, Asked> answers = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "memcheck-names");
        thread.setDaemon(true);
        return thread;
    });

    private record Asked(CompletableFuture<StatementResult> answer, long atNanos) {
        boolean isOld() {
            return System.nanoTime() - atNanos > KNOWN_NANOS
                    || answer.isDone()
                            && (answer.isCompletedExceptionally() || !(answer.join() instanceof StatementResult.Rows));
        }
    }

    /**
     * @param ready whether there is a server to ask
     * @param observer the second connection
     */
    CatalogCandidates(BooleanSupplier ready, Supplier<Observer> observer) {
        this.ready = ready;
        this.observer = observer;
    }

    /** A line is run: what there is may be something else afterwards. */
    void forget() {
        answers.clear();
    }

    /** A moment from now, until when a completion may wait. */
    static long deadline() {
        return System.nanoTime() + PATIENCE_NANOS;
    }

    /**
     * Those of a kind.
     *
     * @param head what stands before the name in the word that is replaced
     * @param called whether a function's parenthesis is wanted
     */
    List<Candidate> of(
            NameKind kind, NameBegun begun, Collection<String> tables, String head, boolean called, long deadline) {
        if (!ready.getAsBoolean() || kind == NameKind.COLUMNS && tables.isEmpty()) {
            return List.of();
        }
        return answer(kind.query(begun, tables), deadline)
                .map(rows -> rows.rows().stream()
                        .filter(row -> row.get(0).equals(row.get(0).map(ServerText::clean)))
                        .map(row -> candidate(kind, row, head, called))
                        .toList())
                .orElse(List.of());
    }

    private static Candidate candidate(NameKind kind, List<Optional<String>> row, String head, boolean called) {
        String name = row.get(0).orElse("");
        String after = row.get(1).filter(text -> called || text.equals(".")).orElse("");
        String said = ServerText.clean(row.get(2).orElse(""));
        String shortly = said.length() > LONGEST ? said.substring(0, LONGEST - 3) + "..." : said;
        return new Candidate(
                head + name + after,
                name + after,
                after.equals(".") ? NameKind.SCHEMAS.label() : kind.label(),
                shortly.isEmpty() ? null : shortly,
                null,
                null,
                after.isEmpty());
    }

    private Optional<StatementResult.Rows> answer(String sql, long deadline) {
        answers.values().removeIf(Asked::isOld);
        CompletableFuture<StatementResult> answer =
                answers.computeIfAbsent(sql, this::ask).answer();
        try {
            StatementResult result = answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return result instanceof StatementResult.Rows rows ? Optional.of(rows) : Optional.empty();
        } catch (TimeoutException | ExecutionException notNow) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Asked ask(String sql) {
        return new Asked(
                CompletableFuture.supplyAsync(() -> observer.get().ask(sql, SERVERS_TIME), worker), System.nanoTime());
    }
}
