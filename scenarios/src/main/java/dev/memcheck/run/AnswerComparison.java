package dev.memcheck.run;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Severity;
import dev.memcheck.run.StatementAnswer.Part;
import dev.memcheck.sql.FirstWord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What the statements of a window answer while a probe fills or closes memory that has gone, and without the probe. An
 * answer that differs each time, and is the same each time without, depends on such memory. Clocks, counters and chance differ
 * without the probe, too; so the runs with it and without it follow each other in an order without a period.
 */
final class AnswerComparison {
    /** Whether each turn has the probe. Most windows need two: their answers are the same. */
    private static final String TURNS = "+--+-++--++-+--+";

    /** So many are enough for certainty. */
    private static final int CERTAIN = TURNS.length();

    /** These tell of memory itself, which a probe changes. */
    private static final Pattern OF_MEMORY = Pattern.compile("ext_memcheck|_memory_contexts|pg_get_.*_memory");

    private final List<WindowStep.Ran> steps;
    private final String probe;
    private final List<Suspect> suspects = new ArrayList<>();
    private List<StatementAnswer> with = List.of();
    private List<StatementAnswer> without = List.of();
    private int turn;

    /** A part of a statement's answer that has differed so far. */
    private record Suspect(int step, Part part) {}

    /**
     * @param steps the statements of the window
     * @param probe its name
     */
    AnswerComparison(List<WindowStep.Ran> steps, String probe) {
        this.steps = steps;
        this.probe = probe;
    }

    /** Whether more is to be known. */
    boolean goesOn() {
        return turn < 2 || !suspects.isEmpty() && turn < TURNS.length();
    }

    /** Whether the next run has the probe. */
    boolean isProbed() {
        return TURNS.charAt(turn) == '+';
    }

    /** Of the run that was next. */
    void add(List<StatementAnswer> answers) {
        boolean probed = isProbed();
        turn++;
        if (turn == 1) {
            with = answers;
        } else if (turn == 2) {
            without = answers;
            suspect();
        } else {
            suspects.removeIf(one -> answers.size() <= one.step
                    || answers.subList(0, one.step + 1).stream().anyMatch(StatementAnswer::isCutShort)
                    || answers.get(one.step).isSame(one.part, without.get(one.step)) == probed);
        }
    }

    private void suspect() {
        for (int i = 0; i < Math.min(steps.size(), Math.min(with.size(), without.size())); i++) {
            WindowStep.Ran step = steps.get(i);
            if (with.get(i).isCutShort() || without.get(i).isCutShort()) {
                // What follows may have lacked it, and a block is aborted.
                return;
            }
            if (step.described() || tellsOfMemory(step.sql())) {
                continue;
            }
            for (Part part : EnumSet.allOf(Part.class)) {
                if (!with.get(i).isSame(part, without.get(i))) {
                    suspects.add(new Suspect(i, part));
                }
            }
        }
    }

    private static boolean tellsOfMemory(String sql) {
        return FirstWord.of(sql).equals("explain") || OF_MEMORY.matcher(sql).find();
    }

    /**
     * One of each statement that differs: what the worst part of its answer was with and without.
     *
     * @param named what is known of the functions in a statement, as the end of a sentence
     */
    List<Finding> findings(UnaryOperator<String> named) {
        List<Finding> findings = new ArrayList<>();
        int told = -1;
        for (Suspect suspect : suspects) {
            if (suspect.step != told) {
                told = suspect.step;
                findings.add(finding(suspect, named));
            }
        }
        return findings;
    }

    private Finding finding(Suspect suspect, UnaryOperator<String> named) {
        String sql = steps.get(suspect.step).sql();
        boolean certain = turn >= CERTAIN;
        String values = with.get(suspect.step).versus(suspect.part, without.get(suspect.step), '"' + probe + '"');
        return Finding.builder()
                .set(FindingColumn.CHECK_TYPE, CheckType.USE_AFTER_RESET)
                .set(FindingColumn.SEVERITY, certain ? Severity.WARNING : Severity.INFO)
                .set(FindingColumn.CONFIRMED, certain)
                .set(FindingColumn.COUNT, 1L)
                .set(FindingColumn.OCCURRENCES, (turn + 1) / 2)
                .set(FindingColumn.STATEMENT, sql)
                .set(
                        FindingColumn.DETAIL,
                        values + ", in each of " + turn + " runs" + named.apply(sql)
                                + ": it depends on memory that has gone, or that nobody"
                                + " has filled; the scenarios use_after_reset and unfilled_memory name the function")
                .build();
    }
}
