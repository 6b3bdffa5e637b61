package dev.memcheck.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The {@code \repeat} and {@code \if} blocks of a text that wait for their ends, and where its items go meanwhile. */
final class OpenBlocks {
    private static final int DEEPEST = 32;

    private final List<Item> outside;
    private final Variables variables;
    private final Deque<Block> blocks = new ArrayDeque<>();

    /** @param times 0 for one with conditions */
    private record Block(CommandLine line, int times, List<Branch> branches, Turns turns) {
        boolean repeats() {
            return times > 0;
        }

        List<Item> items() {
            return branches.get(branches.size() - 1).items();
        }
    }

    /** @param condition empty for what runs if no other does, and for what is repeated */
    private record Branch(Optional<Condition> condition, List<Item> items) {}

    /** Whether the turns of a block are counted. */
    private static final class Turns {
        private boolean counted;
    }

    /** @param outside takes what stands in no block */
    OpenBlocks(List<Item> outside, Variables variables) {
        this.outside = outside;
        this.variables = variables;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** What stands in the innermost. */
    List<Item> items() {
        return blocks.isEmpty() ? outside : blocks.peek().items();
    }

    /** Whether what stands here runs only on a condition. */
    boolean areConditional() {
        return blocks.stream().anyMatch(block -> !block.repeats());
    }

    /** Takes note that the turn is asked for; false if there are no turns here. */
    boolean countsTurns() {
        Optional<Block> repeated = blocks.stream().filter(Block::repeats).findFirst();
        repeated.ifPresent(block -> block.turns().counted = true);
        return repeated.isPresent();
    }

    void requireNone() {
        if (!blocks.isEmpty()) {
            CommandLine open = blocks.peek().line();
            throw open.error("\\" + open.name() + " without an end", "expected \\end" + open.name() + " further on");
        }
    }

    void repeat(CommandLine line) {
        push(line, line.times(), Optional.empty());
    }

    void condition(CommandLine line) {
        push(line, 0, Optional.of(new Condition(line)));
    }

    private void push(CommandLine line, int times, Optional<Condition> condition) {
        if (blocks.size() >= DEEPEST) {
            throw line.error("\\" + line.name() + " is nested too deeply", "at most " + DEEPEST + " deep");
        }
        List<Branch> branches = new ArrayList<>(List.of(new Branch(condition, new ArrayList<>())));
        blocks.push(new Block(line, times, branches, new Turns()));
    }

    /** {@code \elif} and {@code \else}. */
    void otherwise(CommandLine line, boolean asks) {
        if (!asks) {
            line.requireNoArguments();
        }
        Block block = innermost(line, false, "\\if");
        if (block.branches().get(block.branches().size() - 1).condition().isEmpty()) {
            throw line.error("\\" + line.name() + " behind \\else", "expected \\endif");
        }
        block.branches().add(new Branch(asks ? Optional.of(new Condition(line)) : Optional.empty(), new ArrayList<>()));
    }

    /** @param source text of the block */
    Item endRepeat(CommandLine line, String source) {
        line.requireNoArguments();
        Block block = innermost(line, true, "\\repeat");
        blocks.pop();
        Optional<RepeatCounter> counter =
                block.turns().counted ? Optional.of(new RepeatCounter(variables)) : Optional.empty();
        return new Item.Repeat(
                block.line().position(),
                source.substring(block.line().start(), line.end()),
                block.times(),
                block.items(),
                counter);
    }

    /** @param source text of the block */
    Item endCondition(CommandLine line, String source) {
        line.requireNoArguments();
        Block block = innermost(line, false, "\\if");
        blocks.pop();
        return new Item.Late(
                block.line().position(),
                source.substring(block.line().start(), line.end()),
                () -> chosen(block.branches()));
    }

    private static List<Item> chosen(List<Branch> branches) {
        List<Item> items = new ArrayList<>();
        for (Branch branch : branches) {
            try {
                if (branch.condition().isEmpty() || branch.condition().get().holds()) {
                    items.addAll(branch.items());
                    return items;
                }
            } catch (ParseException unclear) {
                items.add(new Item.Late(unclear.position(), "", () -> {
                    throw unclear;
                }));
            }
        }
        return items;
    }

    private Block innermost(CommandLine line, boolean repeats, String beginning) {
        if (blocks.isEmpty() || blocks.peek().repeats() != repeats) {
            throw line.error(
                    "\\" + line.name() + " without " + beginning,
                    "expected " + beginning + (repeats ? " N" : "") + " before it");
        }
        return blocks.peek();
    }
}
