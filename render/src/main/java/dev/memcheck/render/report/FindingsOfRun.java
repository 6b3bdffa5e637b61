package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.DefectKey;
import dev.memcheck.finding.Finding;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.session.SessionName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The defects of all sessions, each once, however many sessions found it: those that are new, and apart from them what
 * expectations or a baseline know in each session that found them. The one order of what people read.
 *
 * @param news the worst first
 * @param known the worst first
 */
public record FindingsOfRun(RunReport run, List<Entry> news, List<Entry> known) {
    /**
     * A finding of one of the sessions.
     *
     * @param place of its session in the run, from 1
     * @param apart why it does not count, in a few words; empty if it does
     */
    public record Sighting(SessionReport session, int place, ReportedFinding reported, Optional<String> apart) {
        private static final Comparator<Sighting> WORST_FIRST = Comparator.<Sighting, Boolean>comparing(
                        sighting -> sighting.apart().isPresent())
                .thenComparing(Sighting::finding, Finding.WORST_FIRST);

        public Finding finding() {
            return reported.finding();
        }
    }

    /**
     * A defect.
     *
     * @param sightings the findings of it: the new ones before those that are known, each the worst first
     */
    public record Entry(List<Sighting> sightings) {
        /** What a finding of two sessions is of one defect by; two that a session found at once are two defects. */
        private record Key(DefectKey defect, int nth) {}

        /** The one that stands for all. */
        public Sighting worst() {
            return sightings.get(0);
        }

        public Finding finding() {
            return worst().finding();
        }

        Optional<String> apart() {
            return worst().apart();
        }

        /** The sessions that found it. */
        public Set<String> files() {
            Set<String> files = new LinkedHashSet<>();
            sightings.forEach(sighting -> files.add(sighting.session().file()));
            return files;
        }

        /** {@code 3 findings, 24 kB together}; empty where there is one. */
        public String together() {
            if (sightings.size() == 1) {
                return "";
            }
            long bytes = sightings.stream()
                    .mapToLong(sighting -> sighting.finding().bytes())
                    .sum();
            return AmountWords.counted(sightings.size(), "finding")
                    + (bytes == 0 ? "" : ", " + AmountWords.bytes(bytes) + " together");
        }
    }

    public static FindingsOfRun of(RunReport run) {
        Map<Entry.Key, List<Sighting>> defects = new LinkedHashMap<>();
        for (int at = 0; at < run.sessions().size(); at++) {
            add(run, at, defects);
        }
        List<Entry> news = new ArrayList<>();
        List<Entry> known = new ArrayList<>();
        for (List<Sighting> sightings : defects.values()) {
            sightings.sort(Sighting.WORST_FIRST);
            Entry entry = new Entry(List.copyOf(sightings));
            (entry.apart().isPresent() ? known : news).add(entry);
        }
        Comparator<Entry> worst = Comparator.comparing(Entry::finding, Finding.WORST_FIRST);
        news.sort(worst);
        known.sort(worst);
        return new FindingsOfRun(run, List.copyOf(news), List.copyOf(known));
    }

    private static void add(RunReport run, int at, Map<Entry.Key, List<Sighting>> defects) {
        SessionReport session = run.sessions().get(at);
        Set<Integer> expected = session.expected(run.failOn());
        Map<Integer, SessionName> connections = new HashMap<>();
        session.windows()
                .forEach(window -> window.findings()
                        .forEach(finding -> connections.putIfAbsent(finding.number(), window.session())));
        Map<SessionName, Map<DefectKey, Integer>> counts = new HashMap<>();
        for (ReportedFinding finding : session.findings()) {
            Optional<String> apart = finding.suppression()
                    .map(reason -> "suppressed: " + reason)
                    .or(() -> expected.contains(finding.number())
                            ? Optional.of("expected by the session")
                            : Optional.empty());
            DefectKey defect = finding.finding().defectKey();
            int nth = counts.computeIfAbsent(
                            connections.getOrDefault(finding.number(), SessionName.DEFAULT), unused -> new HashMap<>())
                    .merge(defect, 1, Integer::sum);
            defects.computeIfAbsent(new Entry.Key(defect, nth), unused -> new ArrayList<>())
                    .add(new Sighting(session, at + 1, finding, apart));
        }
    }

    /** All of them, the new ones first. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(news);
        entries.addAll(known);
        return entries;
    }

    /** How many findings of all sessions they are. */
    public int count() {
        return entries().stream().mapToInt(entry -> entry.sightings().size()).sum();
    }

    /** As the prompt counts them: certain and not. */
    String total() {
        if (news.isEmpty()) {
            return known.isEmpty() ? "None." : "None that is new.";
        }
        List<Sighting> all =
                entries().stream().flatMap(entry -> entry.sightings().stream()).toList();
        List<Sighting> open =
                all.stream().filter(sighting -> sighting.apart().isEmpty()).toList();
        long confirmed =
                open.stream().filter(sighting -> sighting.finding().confirmed()).count();
        long counting = open.stream()
                .filter(sighting -> sighting.reported().counts(run.failOn()))
                .count();
        int defects = news.size() + known.size();
        return (defects == all.size() ? "" : AmountWords.counted(defects, "defect") + " in ")
                + AmountWords.counted(all.size(), "finding") + ": " + confirmed + " confirmed, "
                + (open.size() - confirmed) + " unconfirmed"
                + (all.size() == open.size() ? "" : ", " + (all.size() - open.size()) + " expected or known") + "; "
                + counting + " new of " + run.failOn() + " or above";
    }
}
