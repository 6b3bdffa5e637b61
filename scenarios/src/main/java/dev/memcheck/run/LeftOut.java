package dev.memcheck.run;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.script.Item;
import java.util.List;
import java.util.Optional;

/** What a cancel keeps from running, so that nobody takes it for done. */
final class LeftOut {
    private int statements;
    private int others;

    /** @param items that followed where the cancel struck */
    void add(List<Item> items) {
        for (Item item : items) {
            // All others are commands.
            if (item instanceof Item.Sql
                    || item instanceof Item.Repeat
                    || item instanceof Item.Warmup
                    || item instanceof Item.Late && !item.text().startsWith("\\")) {
                statements++;
            } else {
                others++;
            }
        }
    }

    /**
     * Why the text did not run to its end, in one sentence, if it did not; then it begins anew.
     *
     * @param halted whether a failure has ended it
     */
    Optional<String> tell(boolean halted) {
        int all = statements + others;
        String noun = others == 0 ? "statement" : statements == 0 ? "command" : "statements and command";
        Optional<String> sentence = all == 0
                ? Optional.of("stopped at the first failure, as \\set on_error stop says")
                        .filter(unused -> halted)
                : Optional.of("cancelled: the "
                        + (all == 1
                                ? noun + " that follows was not run"
                                : AmountWords.counted(all, noun) + " that follow were not run"));
        statements = 0;
        others = 0;
        return sentence;
    }
}
