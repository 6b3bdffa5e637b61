package dev.memcheck.run;

import dev.memcheck.script.Item;
import java.util.List;

/** Whether a failure ends the text, as {@code \set on_error} says. Each text begins anew. */
final class FailureStop {
    private final List<Failure> failures;
    private boolean wanted;
    private int failuresBefore;

    /** @param failures the list of the whole session, which grows */
    FailureStop(List<Failure> failures) {
        this.failures = failures;
    }

    void want(boolean stops) {
        wanted = stops;
    }

    void beginText() {
        failuresBefore = failures.size();
    }

    /**
     * A command behind a statement that failed does not run either, unless an expectation looks at that statement.
     *
     * @param rest what is to run next, and what follows it
     * @param settle makes a failure of what no expectation has claimed
     */
    void before(List<Item> rest, Runnable settle) {
        if (wanted && !isExpected(rest)) {
            settle.run();
        }
    }

    private static boolean isExpected(List<Item> rest) {
        for (Item item : rest) {
            if (!(item instanceof Item.Command || item instanceof Item.End)) {
                return item instanceof Item.Expect;
            }
        }
        return false;
    }

    /** Whether nothing more of this text is to run. */
    boolean isReached() {
        return wanted && failures.size() > failuresBefore;
    }
}
