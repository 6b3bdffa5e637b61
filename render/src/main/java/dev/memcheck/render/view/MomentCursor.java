package dev.memcheck.render.view;

import dev.memcheck.backend.Observation;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Where in time the view is: at the live end, which moves on, or at one statement, which stays. Reads the host when told
 * to, but not while paused.
 */
final class MomentCursor {
    private final ViewHost host;
    private Timeline timeline = Timeline.empty();
    private List<NumberedFinding> allFindings = List.of();
    private Optional<Observation> observation = Optional.empty();
    /** What was last seen from outside; kept while it cannot be. */
    private Optional<Snapshot> lastLook = Optional.empty();

    private final RecentLooks looks = new RecentLooks();

    /** Of the last look; bytes. */
    private long retainedNow;

    private Optional<Snapshot> firstLook = Optional.empty();
    private OptionalInt pinned = OptionalInt.empty();
    private ComparedWith baseline = ComparedWith.STATEMENT;
    private Optional<Snapshot> mark = Optional.empty();
    private boolean peakWanted;
    private boolean paused;
    private Optional<Shown> shown = Optional.empty();

    MomentCursor(ViewHost host) {
        this.host = host;
    }

    /** Reads what the host tells now; nothing while paused. */
    void refresh() {
        Timeline nowTimeline = host.timeline();
        List<NumberedFinding> nowFindings = host.findings();
        Optional<Observation> nowSeen = host.latest();
        boolean same = timeline == nowTimeline
                && allFindings == nowFindings
                && observation.orElse(null) == nowSeen.orElse(null);
        if (paused || same) {
            return;
        }
        timeline = nowTimeline;
        allFindings = nowFindings;
        observation = nowSeen;
        if (observation.orElse(null) instanceof Observation.Seen seen) {
            lastLook = Optional.of(seen.snapshot());
            looks.add(seen.snapshot());
            retainedNow = seen.snapshot().retainedBytes();
            firstLook = isComparable(firstLook, seen.snapshot()) ? firstLook : lastLook;
        }
        look();
    }

    /** What there is to see here; empty as long as nothing has been seen. */
    Optional<Shown> shown() {
        return shown;
    }

    Timeline timeline() {
        return timeline;
    }

    /** What the last looks saw, oldest first, while one of them is shown; none where an ended statement is. */
    List<MemoryFigures> looks() {
        return shown.filter(tree -> tree.kind() == Shown.Kind.OBSERVED).isPresent() ? looks.figures() : List.of();
    }

    /** All of the session; the same list as before if nothing changed. */
    List<NumberedFinding> findings() {
        return allFindings;
    }

    /** Why the backend could not be seen, if it could not just now; raw. */
    Optional<String> unseen() {
        return observation
                .filter(Observation.Unseen.class::isInstance)
                .map(unseen -> ((Observation.Unseen) unseen).why());
    }

    /** What the backend was doing when it was last seen from outside; raw. */
    Optional<String> activity() {
        return observation
                .filter(Observation.Seen.class::isInstance)
                .flatMap(seen -> ((Observation.Seen) seen).activity());
    }

    boolean isLive() {
        return pinned.isEmpty();
    }

    boolean isPaused() {
        return paused;
    }

    void pause(boolean value) {
        paused = value;
        refresh();
    }

    /** Goes to a statement by its number. */
    void pin(int statement) {
        pinned = OptionalInt.of(statement);
        look();
    }

    void goLive() {
        pinned = OptionalInt.empty();
        look();
    }

    /** Goes one statement back; whether there is one. */
    boolean earlier() {
        int before = position() - 1;
        if (before < 0) {
            return false;
        }
        pin(timeline.moments().get(before).statement());
        return true;
    }

    /** Goes one statement on, after the last one to the live end; whether it was not there already. */
    boolean later() {
        if (isLive()) {
            return false;
        }
        int after = position() + 1;
        if (after < timeline.moments().size()) {
            pin(timeline.moments().get(after).statement());
        } else {
            goLive();
        }
        return true;
    }

    /**
     * Shows the largest tree inside each statement instead of the one at its end, or that one again; whether that could be
     * done here.
     */
    boolean togglePeak() {
        peakWanted = !peakWanted;
        look();
        boolean atPeak = shown.filter(tree -> tree.kind() == Shown.Kind.PEAK).isPresent();
        boolean done = peakWanted == atPeak;
        peakWanted = atPeak;
        return done;
    }

    ComparedWith nextBaseline() {
        ComparedWith next = baseline.next();
        baseline = next == ComparedWith.MARK && mark.isEmpty() ? next.next() : next;
        look();
        return baseline;
    }

    /**
     * Marks the tree that is shown, which later ones are compared with from now on; where the mark is, takes it away. Whether
     * there is one now.
     */
    boolean toggleMark() {
        Optional<Snapshot> here = shown.map(tree -> tree.subject().snapshot());
        mark = here.equals(mark) ? Optional.empty() : here;
        baseline = mark.isPresent() ? ComparedWith.MARK : ComparedWith.STATEMENT;
        look();
        return mark.isPresent();
    }

    /** Place of the statement shown among the moments; their number where something later is. */
    int position() {
        List<Moment> moments = timeline.moments();
        if (pinned.isEmpty()) {
            return isAhead() ? moments.size() : moments.size() - 1;
        }
        int at = moments.size() - 1;
        while (at > 0 && moments.get(at).statement() > pinned.getAsInt()) {
            at--;
        }
        return at;
    }

    private void look() {
        Optional<Shown> now = see();
        if (now.isEmpty() || shown.isEmpty() || !now.get().isSameTree(shown.get())) {
            shown = now;
        }
    }

    private Optional<Shown> see() {
        int position = position();
        if (pinned.isEmpty() && isAhead()) {
            return lastLook.map(this::seeNow);
        }
        return position < 0 ? timeline.connected().map(this::seeConnected) : Optional.of(see(position));
    }

    private Shown seeConnected(Snapshot snapshot) {
        TreeSubject subject = TreeSubject.of(snapshot, List.of());
        return Shown.of(Shown.Kind.CONNECTED, Optional.empty(), subject, "", List.of());
    }

    private Shown see(int position) {
        Moment moment = timeline.moments().get(position);
        boolean atPeak = peakWanted && moment.peak().isPresent();
        Snapshot after = atPeak ? moment.peak().get() : moment.snapshot();
        Optional<Snapshot> chosen = baseline(moment).filter(before -> isComparable(Optional.of(before), after));
        boolean ownStatement = baseline == ComparedWith.STATEMENT || chosen.isEmpty();
        List<NumberedFinding> findings = ownStatement ? latest(moment.findings()) : findings(position);
        return seen(
                atPeak ? Shown.Kind.PEAK : Shown.Kind.ENDED,
                Optional.of(moment),
                after,
                ownStatement ? Optional.of(moment.diff().before()) : chosen,
                ownStatement ? ComparedWith.STATEMENT : baseline,
                findings);
    }

    private Shown seeNow(Snapshot snapshot) {
        Optional<Moment> last = last();
        Optional<Snapshot> before =
                baseline == ComparedWith.STATEMENT ? last.map(Moment::snapshot) : last.flatMap(this::baseline);
        if (last.isEmpty() && baseline == ComparedWith.CONNECT) {
            before = timeline.connected();
        } else if (baseline == ComparedWith.MARK) {
            before = mark;
        }
        Optional<Snapshot> comparable = before.filter(earlier -> isComparable(Optional.of(earlier), snapshot));
        List<NumberedFinding> findings = baseline == ComparedWith.STATEMENT ? List.of() : findings(position() - 1);
        return comparable.isPresent()
                ? seen(Shown.Kind.OBSERVED, Optional.empty(), snapshot, comparable, baseline, findings)
                : seenSince(Shown.Kind.OBSERVED, Optional.empty(), snapshot, firstLook, "the first look", findings);
    }

    private static Shown seen(
            Shown.Kind kind,
            Optional<Moment> moment,
            Snapshot after,
            Optional<Snapshot> before,
            ComparedWith baseline,
            List<NumberedFinding> findings) {
        return seenSince(kind, moment, after, before, baseline.label(), findings);
    }

    private static Shown seenSince(
            Shown.Kind kind,
            Optional<Moment> moment,
            Snapshot after,
            Optional<Snapshot> before,
            String since,
            List<NumberedFinding> numbered) {
        List<Finding> findings = numbered.stream().map(NumberedFinding::finding).toList();
        boolean differs = before.isPresent() && before.get() != after && isComparable(before, after);
        TreeSubject subject = differs
                ? TreeSubject.of(SnapshotDiff.between(before.get(), after), findings)
                : TreeSubject.of(after, findings);
        return Shown.of(kind, moment, subject, differs ? since : "", numbered);
    }

    private Optional<Snapshot> baseline(Moment moment) {
        return switch (baseline) {
            case WINDOW -> moment.windowStart();
            case CONNECT -> timeline.connected();
            case MARK -> mark.filter(then -> !isBefore(moment, then));
            case STATEMENT -> Optional.of(moment.diff().before());
        };
    }

    /** What the statements since the baseline left, up to this one; what a later one says of a finding counts. */
    private List<NumberedFinding> findings(int position) {
        if (baseline == ComparedWith.CONNECT && position == timeline.moments().size() - 1) {
            return allFindings;
        }
        Map<Integer, NumberedFinding> findings = new TreeMap<>();
        for (int at = 0; at <= position; at++) {
            Moment moment = timeline.moments().get(at);
            boolean counts = baseline == ComparedWith.CONNECT
                    || baseline == ComparedWith.MARK && isAfterMark(moment)
                    || baseline == ComparedWith.WINDOW
                            && moment.windowStart()
                                    .equals(timeline.moments().get(position).windowStart());
            if (counts) {
                latest(moment.findings()).forEach(finding -> findings.put(finding.number(), finding));
            }
        }
        return List.copyOf(findings.values());
    }

    private boolean isAfterMark(Moment moment) {
        return mark.filter(then -> moment.snapshot() != then && !isBefore(moment, then))
                .isPresent();
    }

    private static boolean isBefore(Moment moment, Snapshot then) {
        return moment.snapshot().takenAt().isBefore(then.takenAt());
    }

    /** What was unconfirmed then may be certain by now. */
    private List<NumberedFinding> latest(List<NumberedFinding> findings) {
        return findings.stream().map(this::latest).toList();
    }

    private NumberedFinding latest(NumberedFinding then) {
        return allFindings.stream()
                .filter(now -> now.number() == then.number()
                        && now.finding().confirmed()
                        && !then.finding().confirmed())
                .findFirst()
                .orElse(then);
    }

    private Optional<Moment> last() {
        List<Moment> moments = timeline.moments();
        return moments.isEmpty() ? Optional.empty() : Optional.of(moments.get(moments.size() - 1));
    }

    /**
     * Whether there is something later to see than the end of the last statement: another one is running, or what the
     * backend keeps has changed since. A look at a backend that has done nothing more would only hide what its last
     * statement did.
     */
    private boolean isAhead() {
        if (lastLook.isEmpty() || last().isEmpty()) {
            return lastLook.isPresent();
        }
        Snapshot now = lastLook.get();
        Snapshot end = last().get().snapshot();
        return now.takenAt().isAfter(end.takenAt())
                && (host.running().isPresent()
                        || now.backendPid() != end.backendPid()
                        || retainedNow != end.retainedBytes());
    }

    private static boolean isComparable(Optional<Snapshot> before, Snapshot after) {
        return before.filter(snapshot -> snapshot.backendPid() == after.backendPid())
                .isPresent();
    }
}
