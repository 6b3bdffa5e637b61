package dev.memcheck.run;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Pairing;
import dev.memcheck.session.SessionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Every defect that each session has seen, once each, in the order of their first sighting. Survives the backends. */
final class FindingLog {
    private final List<Entry> entries = new ArrayList<>();

    /**
     * Notes sightings; a defect that is known keeps its number and takes the latest sighting's figures.
     *
     * @param session whose backend judged
     * @param backendPid that backend
     * @return the sightings as they came, with their numbers
     */
    List<NumberedFinding> note(List<Finding> sightings, SessionName session, int backendPid) {
        List<NumberedFinding> numbered = new ArrayList<>();
        Pairing pairing = new Pairing(index -> findingOf(session, index), entries.size());
        for (Finding sighting : sightings) {
            OptionalInt before = pairing.take(sighting);
            int index = before.orElse(entries.size());
            if (before.isEmpty()) {
                entries.add(new Entry(sighting, session, backendPid, false));
            } else {
                entries.set(index, entries.get(index).seenAgain(sighting, backendPid));
            }
            numbered.add(new NumberedFinding(index + 1, sighting, session));
        }
        return numbered;
    }

    List<NumberedFinding> all() {
        List<NumberedFinding> all = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            all.add(new NumberedFinding(i + 1, entries.get(i).finding, entries.get(i).session));
        }
        return all;
    }

    Optional<Finding> find(int number) {
        return number >= 1 && number <= entries.size()
                ? Optional.of(entries.get(number - 1).finding)
                : Optional.empty();
    }

    private Finding findingOf(SessionName session, int index) {
        Entry entry = entries.get(index);
        return entry.session.equals(session) ? entry.finding : null;
    }

    /** @param inherited whether an earlier backend made it certain */
    private record Entry(Finding finding, SessionName session, int backendPid, boolean inherited) {
        /**
         * The same backend remembers what it judged, so its latest word counts. Another one starts from nothing, and
         * its sightings must not take back what was certain before it.
         */
        Entry seenAgain(Finding sighting, int pid) {
            boolean certainBefore = inherited || pid != backendPid && finding.confirmed();
            if (!certainBefore || sighting.confirmed()) {
                return new Entry(sighting, session, pid, certainBefore);
            }
            return new Entry(Findings.graded(sighting, finding.severity(), true), session, pid, true);
        }
    }
}
