package dev.memcheck.run;

import dev.memcheck.script.Position;
import java.util.Optional;

/** A text that {@code \q} has ended before its end: what follows in it is left out, and what stands in other texts is not. */
final class EndedText {
    private Optional<Position> end = Optional.empty();

    /** @param position of what had this result */
    void settle(CommandResult result, Position position) {
        end = result instanceof CommandResult.Ended ? Optional.of(position) : end;
    }

    /** Whether an item at this position is left out. One that stands before the end is of the same text, run once more. */
    boolean leavesOut(Position item) {
        return end.filter(at -> isSame(at, item) && isBehind(at, item)).isPresent();
    }

    /** Whether a block ends too, since the end is in it. */
    boolean ends(Position block) {
        return end.filter(at -> isSame(at, block) && isBehind(block, at)).isPresent();
    }

    private static boolean isSame(Position a, Position b) {
        return a.source().equals(b.source());
    }

    private static boolean isBehind(Position a, Position b) {
        return b.line() > a.line() || b.line() == a.line() && b.column() > a.column();
    }
}
