package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.scenario.ScenarioProgress;

/** One line that says how far a scenario is, to be drawn over itself: what matters most comes first, should it be cut off. */
public final class ScenarioProgressLine {
    private static final int BAR = 16;
    private static final String DONE = "=";
    private static final String AHEAD = ".";

    private ScenarioProgressLine() {}

    /** The line; it may be wider than the terminal. */
    public static StyledLine of(ScenarioProgress progress) {
        int done = (int) (progress.share() * BAR);
        return StyledLine.builder()
                .add(ServerText.clean(progress.scenario()) + " ", Style.HEADING)
                .add("[" + DONE.repeat(done) + AHEAD.repeat(BAR - done) + "] ")
                .add(progress.calls() + "/" + progress.planned() + ", " + AmountWords.roughly(progress.running()))
                .add(progress.left()
                        .map(left -> ", " + AmountWords.roughly(left) + " left")
                        .orElse(""))
                .add(", " + ServerText.clean(progress.phase()), Style.DIM)
                .line();
    }
}
