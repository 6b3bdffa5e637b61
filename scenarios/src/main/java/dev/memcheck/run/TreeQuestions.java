package dev.memcheck.run;

import dev.memcheck.script.Item;
import java.util.List;

/**
 * Whether a text asks what a statement in a window did to the tree, so that somebody must have looked before and after it.
 * An expectation of a window that is closed does not: a window is looked at where it begins and where it ends.
 */
public final class TreeQuestions implements Item.Visitor<Boolean> {
    private int open;
    private boolean opened;

    private TreeQuestions() {}

    /** Whether any of these does. */
    public static boolean areIn(List<Item> text) {
        return new TreeQuestions().any(text);
    }

    private boolean any(List<Item> text) {
        return text.stream().anyMatch(item -> item.accept(this));
    }

    @Override
    public Boolean sql(Item.Sql sql) {
        return false;
    }

    @Override
    public Boolean begin(Item.Begin begin) {
        open++;
        opened = true;
        return false;
    }

    @Override
    public Boolean end(Item.End end) {
        open = Math.max(open - 1, 0);
        return false;
    }

    @Override
    public Boolean expect(Item.Expect expect) {
        return open > 0;
    }

    /** Some show the tree of a statement; what they are given is not read here. */
    @Override
    public Boolean command(Item.Command command) {
        return opened;
    }

    /** Twice, for what its end leaves open. */
    @Override
    public Boolean repeat(Item.Repeat repeat) {
        return any(repeat.body()) || any(repeat.body());
    }

    @Override
    public Boolean warmup(Item.Warmup warmup) {
        return false;
    }

    @Override
    public Boolean connect(Item.Connect connect) {
        return false;
    }

    @Override
    public Boolean timeout(Item.Timeout timeout) {
        return false;
    }

    @Override
    public Boolean cancelTimeout(Item.CancelTimeout timeout) {
        return false;
    }

    @Override
    public Boolean onError(Item.OnError onError) {
        return false;
    }

    @Override
    public Boolean scenario(Item.Scenario scenario) {
        return false;
    }

    /** What it says is not known before it runs. */
    @Override
    public Boolean late(Item.Late late) {
        return true;
    }
}
