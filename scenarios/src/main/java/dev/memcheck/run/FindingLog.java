package dev.memcheck.run;

import dev.memcheck.finding.DefectIndex;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Pairing;
import dev.memcheck.session.SessionName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Every defect that each session has seen, once each, in the order of their first sighting. Survives the backends. */
final class FindingLog {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<SessionName, DefectIndex> known = new HashMap<>();

    /**
     * Notes sightings; a defect that is known keeps its number and takes the latest sighting's figures.
     *
     * @param session whose backend judged
     * @param backendPid that backend
     * @return the sightings as they came, with their numbers
     */
    List<NumberedFinding> note(List<Finding> sightings, SessionName session, int backendPid) {
        List<NumberedFinding> numbered = new ArrayList<>();
        DefectIndex index = known.computeIfAbsent(session, unused -> new DefectIndex());
        Pairing pairing = new Pairing(index, entries.size());
        for (Finding sighting : sightings) {
            OptionalInt before = pairing.take(sighting);
            int place = before.orElse(entries.size());
            if (before.isEmpty()) {
                index.add(place, sighting);
                entries.add(new Entry(sighting, session, backendPid, false));
            } else {
                entries.set(place, entries.get(place).seenAgain(sighting, backendPid));
            }
            numbered.add(new NumberedFinding(place + 1, sighting, session));
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

    /** Whether a session has seen this defect. */
    boolean knows(SessionName session, Finding finding) {
        DefectIndex index = known.get(session);
        return index != null && index.has(finding);
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
