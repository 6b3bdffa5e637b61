package dev.memcheck.render.report;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Site;
import dev.memcheck.render.text.ServerText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The call stacks behind findings, as reports show them: functions with their libraries, outermost first. */
final class Stacks {
    private Stacks() {}

    /** The frames of a finding without memcheck's own, innermost first. */
    static List<Frame> frames(Finding finding) {
        return Frame.withoutObserver(finding.site().stack());
    }

    /** Where the memory was given back, as {@link #frames}; empty where that is no matter or not known. */
    static List<Frame> freedFrames(Finding finding) {
        return Frame.withoutObserver(finding.freedStack());
    }

    /**
     * Who gave the memory back: the innermost frame whose source line is known, one of the library that owns the finding
     * before one of the server's or of another.
     */
    static Optional<Frame> freedBy(Finding finding) {
        List<Frame> known = freedFrames(finding).stream()
                .filter(frame -> frame.place().isPresent())
                .toList();
        return known.stream()
                .filter(frame -> frame.library().equals(finding.site().library()))
                .findFirst()
                .or(() -> known.stream().findFirst());
    }

    /** {@code symbol (library)}, which is the same for every line of the function. */
    static String function(Frame frame) {
        return ServerText.clean(new Frame(frame.function(), frame.library(), Optional.empty()).toString());
    }

    /**
     * The functions that led to what a finding holds, outermost first. Where no stack was seen, the site alone, and where
     * that is not known either, the context.
     */
    static List<String> path(Finding finding) {
        List<String> functions =
                new ArrayList<>(frames(finding).stream().map(Stacks::function).toList());
        Collections.reverse(functions);
        if (!functions.isEmpty()) {
            return functions;
        }
        Site site = finding.site();
        if (site.isKnown()) {
            return List.of(owner(finding));
        }
        String where = finding.contextPath().isEmpty()
                ? finding.checkType().label()
                : ServerText.clean(String.join(" > ", finding.contextPath()));
        return List.of("(unknown) " + where);
    }

    /** The function that owns the allocation; empty if it is not known. */
    static String owner(Finding finding) {
        Site site = finding.site();
        return site.isKnown() ? function(new Frame(site.symbol().orElse("?"), site.library(), site.sourceFile())) : "";
    }

    /** Retained bytes by path, outermost function first; what holds none is left out. In the order of the paths. */
    static Map<List<String>, Long> retainedBytes(List<Finding> findings) {
        Map<List<String>, Long> bytes = new TreeMap<>(Stacks::compare);
        for (Finding finding : findings) {
            if (finding.bytes() > 0) {
                bytes.merge(path(finding), finding.bytes(), Long::sum);
            }
        }
        return bytes;
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }
}
