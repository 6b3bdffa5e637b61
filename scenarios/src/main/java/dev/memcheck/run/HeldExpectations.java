package dev.memcheck.run;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import dev.memcheck.script.Expectation;
import dev.memcheck.script.FindingClause;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Listens to a run and says what may be expected of it next time: the error of each statement that fails, and what each
 * window found. Of what ran several times, only what held each time.
 */
public final class HeldExpectations implements RunListener {
    private final Severity failOn;
    private final Map<Position, List<Expectation>> errors = new HashMap<>();
    private final Map<Position, List<Expectation>> verdicts = new HashMap<>();
    private final Set<Position> doubtful = new HashSet<>();
    private boolean windowMayBecomeWorse;

    /** @param failOn findings below this severity are clean */
    public HeldExpectations(Severity failOn) {
        this.failOn = failOn;
    }

    /** What held of the item at this position. */
    public List<Expectation> at(Position position) {
        List<Expectation> held = new ArrayList<>(errors.getOrDefault(position, List.of()));
        held.addAll(verdicts.getOrDefault(position, List.of()));
        return held;
    }

    /**
     * Whether an expectation held that need not hold next time: it says how grave the findings of a window are, and they
     * are confirmed, and graver, when the window is run from a file.
     */
    public boolean isDoubtful(Position position) {
        return doubtful.contains(position);
    }

    /** Forgets what was in a text: another one begins. */
    public void clear() {
        errors.clear();
        verdicts.clear();
        doubtful.clear();
    }

    @Override
    public void statementDone(StatementReport report) {
        note(
                errors,
                report.position(),
                report.result() instanceof StatementResult.Failed failed
                        ? List.of(
                                new Expectation.Error(Optional.of(failed.error().sqlState()), Optional.empty()))
                        : List.of());
    }

    @Override
    public void windowClosed(WindowReport report) {
        // What was not repeated may be confirmed when the window is run from a file, and is clean no more.
        windowMayBecomeWorse = report.hasUnconfirmed() && report.confirmation().isEmpty();
        List<Expectation> expected = new ArrayList<>();
        for (NumberedFinding numbered : report.findings()) {
            if (windowMayBecomeWorse || numbered.finding().severity().atLeast(failOn)) {
                expected.add(expectation(numbered.finding()));
            }
        }
        report.closedAt()
                .ifPresent(
                        end -> note(verdicts, end, expected.isEmpty() ? List.of(new Expectation.Clean()) : expected));
    }

    private static void note(Map<Position, List<Expectation>> held, Position position, List<Expectation> now) {
        List<Expectation> before = held.putIfAbsent(position, new ArrayList<>(now));
        if (before != null) {
            before.retainAll(now);
        }
    }

    /** By what tells it from others; bytes and counts differ from one run to the next. */
    private static Expectation expectation(Finding finding) {
        List<FindingClause> clauses = new ArrayList<>();
        if (!finding.contextPath().isEmpty()) {
            clauses.add(new FindingClause.Named(FindingClause.Named.Part.CONTEXT, finding.contextName()));
        }
        finding.site()
                .library()
                .ifPresent(name -> clauses.add(new FindingClause.Named(FindingClause.Named.Part.LIBRARY, name)));
        finding.site()
                .symbol()
                .ifPresent(name -> clauses.add(new FindingClause.Named(FindingClause.Named.Part.SYMBOL, name)));
        return new Expectation.Found(finding.checkType(), clauses);
    }

    @Override
    public void connected(BackendFacts facts) {
        // Says nothing about what may be expected, as all that follows.
    }

    @Override
    public void windowOpened(OpenWindow window, SessionName session) {
        windowMayBecomeWorse = false;
    }

    @Override
    public void confirming(OpenWindow window, int repeats) {}

    @Override
    public void expectationHeld(Item.Expect expect) {
        if (windowMayBecomeWorse && expect.expectation().dependsOnCertainty()) {
            doubtful.add(expect.position());
        }
    }

    @Override
    public void expectationFailed(Item.Expect expect, Mismatch mismatch) {}

    @Override
    public void backendLost(LossReport report) {}

    @Override
    public void reconnected(BackendFacts facts) {}

    @Override
    public void message(MessageKind kind, String text) {}
}
