package dev.memcheck.render;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Provenance;
import java.util.List;
import java.util.Optional;

/** Why a finding is not certain: what was seen of it, and what else it may be. */
public final class Doubt {
    private static final String SERVER = "postgres";

    private Doubt() {}

    /** Goes on from "seen once" or "seen 9 times". */
    static String of(Finding finding) {
        if (finding.occurrences() == 1) {
            return "; a cache is filled once, a leak comes back";
        }
        String each = finding.bytesPerCall().isPresent()
                ? ", " + ByteSizes.of(Math.round(finding.bytesPerCall().getAsDouble())) + " each time on average"
                : "";
        return each + "; " + reason(finding);
    }

    /**
     * What the repeats of a window say of those of its findings that are unconfirmed.
     *
     * @param findings all of the window
     */
    public static String afterRepeats(List<Finding> findings, int repeats) {
        List<Finding> unconfirmed =
                findings.stream().filter(finding -> !finding.confirmed()).toList();
        List<Finding> cameBack = unconfirmed.stream()
                .filter(finding -> finding.occurrences() > 1)
                .toList();
        String turns = repeats + (repeats == 1 ? " repeat" : " repeats");
        if (cameBack.isEmpty()) {
            return "unconfirmed: did not come back in " + turns + ", as with a cache that is filled once";
        }
        String which = cameBack.size() == unconfirmed.size() ? "" : cameBack.size() + " of " + unconfirmed.size() + " ";
        Finding first = cameBack.get(0);
        String most = cameBack.size() == 1
                ? "seen " + first.occurrences() + " times with " + turns + of(first)
                : "seen more than once with " + turns + "; \\why says how often, and why that is not certain";
        return "unconfirmed: " + which + most;
    }

    private static String reason(Finding finding) {
        if (finding.provenance() == Provenance.SERVER) {
            return "the server's own memory, which grows with each execution";
        }
        Optional<String> library = through(finding);
        if (library.isPresent()) {
            return "allocated inside " + ServerText.clean(library.get()) + ", which may keep it for itself";
        }
        return "its statement has also run without it, as while a cache fills";
    }

    /** The library, neither the server nor its own, that the allocation was made in. */
    private static Optional<String> through(Finding finding) {
        return finding.site().stack().stream()
                .map(Frame::of)
                .filter(frame -> !frame.isObserver())
                .takeWhile(frame -> !frame.library().equals(finding.site().library()))
                .flatMap(frame -> frame.library().stream())
                .filter(library -> !library.equals(SERVER))
                .findFirst();
    }
}
