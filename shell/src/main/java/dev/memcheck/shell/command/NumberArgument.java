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
        int number = words.size() == 1 ? of(words.get(0), most) : 0;
        if (number > 0) {
            return number;
        }
        throw new UsageException(
                "expected " + what + ", a number from 1 to " + most + ", found \"" + command.rest() + "\"");
    }

    /** The number from 1 up that a word is; 0: it is none. */
    static int of(String word, int most) {
        try {
            int number = Integer.parseInt(word);
            return number >= 1 && number <= most ? number : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
