package dev.memcheck.shell;

import dev.memcheck.script.Item;
import java.util.List;
import java.util.Locale;

/** The argument of a switch: {@code on}, {@code off}, or nothing, which turns it over. */
final class OnOff {
    private OnOff() {}

    /** @throws UsageException if it is neither */
    static boolean parse(Item.Command command, boolean current) {
        List<String> words = command.words();
        if (words.isEmpty()) {
            return !current;
        }
        String word = words.get(0).toLowerCase(Locale.ROOT);
        if (words.size() > 1 || !(word.equals("on") || word.equals("off"))) {
            throw new UsageException("expected on or off, found \"" + command.rest() + "\"");
        }
        return word.equals("on");
    }
}
