package dev.memcheck.run;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import java.util.Objects;

/**
 * How a session is run.
 *
 * @param confirmRepeats how many times a window with unconfirmed findings is repeated at its {@code end}; 0 leaves it
 *     to the user
 * @param failOn findings from this severity on are not clean
 * @param known findings that are not failures
 * @param keptNodes how many context nodes the snapshots that are kept may have together; the oldest are dropped first
 * @param keepsStatements whether each statement is kept for a report
 * @param looksInside whether the tree is looked at before and after each statement of a window, and not only where the
 *     window begins and ends; what is found is the same
 */
public record RunOptions(
        int confirmRepeats,
        Severity failOn,
        KnownFindings known,
        int keptNodes,
        boolean keepsStatements,
        boolean looksInside) {
    /** So often a window is repeated in files unless somebody asks for more, who wants to see more of what is certain, too. */
    public static final int USUAL_REPEATS = 2;

    private static final int KEPT_NODES = 400_000;

    public RunOptions {
        Objects.requireNonNull(failOn);
        Objects.requireNonNull(known);
        if (confirmRepeats < 0) {
            throw new IllegalArgumentException("a window cannot be repeated " + confirmRepeats + " times");
        }
    }

    /** For a person at the prompt, who asks for repeats when they are wanted. */
    public static RunOptions interactive(Severity failOn) {
        return new RunOptions(0, failOn, KnownFindings.none(), KEPT_NODES, true, true);
    }

    /** For a session file. */
    public static RunOptions batch(int confirmRepeats, Severity failOn) {
        return new RunOptions(confirmRepeats, failOn, KnownFindings.none(), KEPT_NODES, true, true);
    }

    /** The same with findings that are known. */
    public RunOptions knowing(KnownFindings findings) {
        return new RunOptions(confirmRepeats, failOn, findings, keptNodes, keepsStatements, looksInside);
    }

    /** The same where nobody asks for a report: a file may have more statements than there is memory for. */
    public RunOptions withoutStatements() {
        return new RunOptions(confirmRepeats, failOn, known, keptNodes, false, looksInside);
    }

    /** The same where nobody sees what each statement did to the tree: a look costs as much as there are contexts. */
    public RunOptions withoutLooksInside() {
        return new RunOptions(confirmRepeats, failOn, known, keptNodes, keepsStatements, false);
    }

    /** Whether a session that expects to be clean fails by this finding. */
    boolean failsBy(Finding finding) {
        return finding.severity().atLeast(failOn) && !known.excuses(finding);
    }
}
