package dev.memcheck.render.words;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Provenance;
import dev.memcheck.render.text.ServerText;
import java.util.List;
import java.util.Optional;

/** Why a finding is not certain: what was seen of it, and what else it may be. */
public final class Doubt {
    private static final String SERVER = "postgres";

    private Doubt() {}

    /** How sure a finding is and why, in one line: the same in all reports. */
    public static String certainty(Finding finding) {
        if (!finding.confirmed()) {
            return "unconfirmed: " + of(finding);
        }
        String times = AmountWords.times(finding.occurrences());
        if (finding.checkType().isCertainAtOnce()) {
            return "confirmed: seen " + times + ", and one sighting of this kind is proof";
        }
        if (finding.occurrences() == 1) {
            return "confirmed: by what the detail says";
        }
        // A process that runs no SQL is judged from look to look.
        return finding.statement().isEmpty()
                ? "confirmed: it came again and again while the process was looked at, seen " + times
                : "confirmed: it came back when the same statement ran again, seen " + times;
    }

    /** What was seen of one that is not certain, and why it is not. */
    static String of(Finding finding) {
        if (finding.occurrences() == 1) {
            return "no statement was seen to leave it twice; a cache is filled once, a leak comes back";
        }
        return "seen " + finding.occurrences() + " times" + each(finding) + "; " + reason(finding);
    }

    private static String each(Finding finding) {
        return finding.bytesPerCall().isPresent()
                ? ", " + AmountWords.average(finding.bytesPerCall().getAsDouble()) + " each time on average"
                : "";
    }

    /**
     * What the verdict on a window says of its unconfirmed findings.
     *
     * @param findings all of the window
     * @param repeats how often it was repeated
     * @param unrepeated what there is to say if it was not
     */
    public static String ofWindow(List<Finding> findings, int repeats, String unrepeated) {
        List<Finding> unconfirmed =
                findings.stream().filter(finding -> !finding.confirmed()).toList();
        List<Finding> cameBack = unconfirmed.stream()
                .filter(finding -> finding.occurrences() > 1)
                .toList();
        String turns = AmountWords.counted(repeats, "repeat");
        if (cameBack.isEmpty()) {
            return "unconfirmed: "
                    + (repeats == 0
                            ? unrepeated
                            : "did not come back in " + turns + ", as with a cache that is filled once");
        }
        String with = repeats == 0 ? "" : " with " + turns;
        String which = cameBack.size() == unconfirmed.size() ? "" : cameBack.size() + " of " + unconfirmed.size() + " ";
        Finding first = cameBack.get(0);
        String most = cameBack.size() == 1
                ? "seen " + first.occurrences() + " times" + with + each(first) + "; " + reason(first)
                : "seen " + times(cameBack) + with + "; \\why at the prompt, or a report, says why each is not certain";
        return "unconfirmed: " + which + most;
    }

    private static String times(List<Finding> findings) {
        int fewest = findings.stream().mapToInt(Finding::occurrences).min().orElse(0);
        int most = findings.stream().mapToInt(Finding::occurrences).max().orElse(0);
        return (fewest == most ? "" : fewest + " to ") + most + " times";
    }

    /** What to find out before anything is changed in the extension; empty where nothing is in doubt. */
    static String before(Finding finding) {
        if (finding.confirmed()) {
            return "";
        }
        if (finding.occurrences() == 1) {
            return "first see whether it comes back: \\confirm at the prompt, or --confirm N, repeats the window. If"
                    + " it does, ";
        }
        return through(finding)
                .map(library -> "first see whether " + ServerText.clean(library)
                        + " keeps it for itself, as its documentation or Valgrind says. If it is yours to free, ")
                .orElse("first see whether it goes on: \\confirm 20 repeats the window more often. If it does, ");
    }

    private static String reason(Finding finding) {
        if (finding.provenance() == Provenance.SERVER) {
            return "the server's own memory, which grows with each run of the statement";
        }
        Optional<String> library = through(finding);
        if (library.isPresent()) {
            return "allocated inside " + ServerText.clean(library.get()) + ", which may keep it for itself";
        }
        if (finding.checkType() == CheckType.DSA_LEAK) {
            return "another process may have freed it, or may yet do so";
        }
        return "it did not go on with each run of its statement, as while a cache fills";
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
