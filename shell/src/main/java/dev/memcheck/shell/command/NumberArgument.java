package dev.memcheck.shell.command;

import dev.memcheck.script.Item;
import dev.memcheck.shell.out.UsageException;
import java.util.List;

/** The argument of a command that takes one number, or none. */
final class NumberArgument {
    private NumberArgument() {}

    /**
     * @param what what the number is, for the message
     * @param absent what stands for no argument
     * @param most the largest that may be given; the smallest is 1
     * @throws UsageException if it is no such number
     */
    static int parse(Item.Command command, String what, int absent, int most) {
        List<String> words = command.words();
        if (words.isEmpty()) {
            return absent;
        }
        try {
            int number = Integer.parseInt(words.get(0));
            if (words.size() == 1 && number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(
                "expected " + what + ", a number from 1 to " + most + ", found \"" + command.rest() + "\"");
    }
}
