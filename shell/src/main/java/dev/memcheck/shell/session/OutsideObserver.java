package dev.memcheck.shell.session;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observation;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.TraceLook;
import dev.memcheck.backend.Traced;
import dev.memcheck.outside.LiveProcess;
import dev.memcheck.outside.OutsideException;
import dev.memcheck.outside.OutsideTree;
import dev.memcheck.report.WallClock;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.sql.StatementResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Looks from outside at a process that does not answer, where it is one of this machine. */
final class OutsideObserver implements Observer {
    /** The kernel's and the server's time of the same start; the one counts in hundredths, the other comes a little later. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private final Observer observer;
    private final InstantSource clock = WallClock.startedNow();

    private volatile boolean answers;

    OutsideObserver(Observer observer) {
        this.observer = observer;
    }

    @Override
    public Observation observe(int pid) {
        Observation answer = observer.observe(pid);
        answers = answer instanceof Observation.Seen;
        if (!(answer instanceof Observation.Unseen unseen) || !isHere(pid)) {
            return answer;
        }
        try {
            OutsideTree tree = new LiveProcess(pid).look(clock.instant());
            String note = "seen from outside, since " + unseen.why().split(";")[0]
                    + (tree.notes().isEmpty() ? "" : "; " + String.join("; ", tree.notes()));
            return new Observation.Seen(
                    tree.snapshot(),
                    Optional.of(tree.process() + ", from outside: " + tree.title()),
                    Optional.of(note));
        } catch (OutsideException e) {
            return new Observation.Unseen(unseen.why() + "; from outside: " + e.getMessage());
        }
    }

    private boolean isHere(int pid) {
        return isSame(pid) || isPostmaster(pid);
    }

    /** The postmaster is no process that the server lists: it is the parent of one that is here. */
    private boolean isPostmaster(int pid) {
        try {
            return observer.ask("SELECT pg_catalog.pg_backend_pid()") instanceof StatementResult.Rows rows
                    && rows.rows()
                            .get(0)
                            .get(0)
                            .map(Integer::parseInt)
                            .filter(own -> isChild(own, pid))
                            .isPresent();
        } catch (BackendUnavailableException e) {
            return false;
        }
    }

    private boolean isChild(int pid, int parent) {
        return ProcessHandle.of(pid)
                        .flatMap(ProcessHandle::parent)
                        .filter(process -> process.pid() == parent)
                        .isPresent()
                && isSame(pid);
    }

    /** The server may be elsewhere, also behind a tunnel; a process of the same number that started at the same time is the one. */
    private boolean isSame(int pid) {
        Optional<Instant> here =
                ProcessHandle.of(pid).flatMap(process -> process.info().startInstant());
        if (here.isEmpty()) {
            return false;
        }
        try {
            StatementResult answer = observer.ask(
                    "SELECT pg_catalog.date_part('epoch', backend_start) FROM pg_catalog.pg_stat_get_activity(" + pid
                            + ")");
            return answer instanceof StatementResult.Rows rows
                    && rows.rows().size() == 1
                    && rows.rows()
                            .get(0)
                            .get(0)
                            .map(text -> Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000)))
                            .filter(there ->
                                    Duration.between(there, here.get()).abs().compareTo(SAME_START) < 0)
                            .isPresent();
        } catch (BackendUnavailableException e) {
            return false;
        }
    }

    /** One that did not answer is not asked again for this. */
    @Override
    public List<ContentPart> contents(int pid) {
        return answers ? observer.contents(pid) : List.of();
    }

    @Override
    public Traced trace(
            int pid, Duration duration, OptionalInt every, Consumer<TraceLook> seen, BooleanSupplier cancelled) {
        return observer.trace(pid, duration, every, seen, cancelled);
    }

    @Override
    public List<BackendListing> backends() {
        return observer.backends();
    }

    @Override
    public StatementResult ask(String sql) {
        return observer.ask(sql);
    }

    @Override
    public StatementResult ask(String sql, Duration atMost) {
        return observer.ask(sql, atMost);
    }

    @Override
    public void close() {
        observer.close();
    }
}
