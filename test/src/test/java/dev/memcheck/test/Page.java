package dev.memcheck.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that shows files, changes of them, and what a terminal prints. A block after a line that names a file is that file; as a
 * {@code diff} it changes it. In a {@code console} block, a line after {@code $} is a command and one after {@code memcheck>} is
 * typed at the prompt; {@code ...} stands for any lines, and the sign for an ellipsis for any text in a line.
 */
record Page(List<Step> steps) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)(?:^`([\\w./-]+)`:\n\n)?^```(\\w*)\n(.*?)^```$");
    private static final Pattern TYPED = Pattern.compile("^(\\$|memcheck>) (.*)$");

    private static final Pattern TOKEN =
            Pattern.compile("(?<rule>-{3,})|(?<number> *\\d[\\d.]*(?: (?:bytes|[kM]B)\\b)?)| +|[^\\d -]+|.");

    /** What a page has a reader do. */
    sealed interface Step permits Text, Change, Typed {}

    /** A file to be written. */
    record Text(String name, String content) implements Step {}

    /** A passage of a file that becomes another one. */
    record Change(String name, String before, String after) implements Step {}

    /** A line that is typed, at the prompt or in a shell, and what is shown then. */
    record Typed(boolean prompt, String line, String shown) implements Step {}

    static Page read(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(Files.readString(file)); block.find(); ) {
            String name = block.group(1);
            if (block.group(2).equals("console")) {
                typed(block.group(3), steps);
            } else if (name != null && block.group(2).equals("diff")) {
                steps.add(new Change(name, side(block.group(3), '-'), side(block.group(3), '+')));
            } else if (name != null) {
                steps.add(new Text(name, block.group(3)));
            }
        }
        return new Page(steps);
    }

    private static void typed(String block, List<Step> steps) {
        List<String> shown = new ArrayList<>();
        Matcher last = null;
        for (String line : block.lines().toList()) {
            Matcher matcher = TYPED.matcher(line);
            if (!matcher.matches()) {
                shown.add(line);
                continue;
            }
            add(last, shown, steps);
            last = matcher;
            shown = new ArrayList<>();
        }
        add(last, shown, steps);
    }

    private static void add(Matcher typed, List<String> shown, List<Step> steps) {
        if (typed != null) {
            steps.add(new Typed(typed.group(1).startsWith("m"), typed.group(2), String.join("\n", shown)));
        }
    }

    /** A diff's lines of one side. */
    private static String side(String diff, char sign) {
        StringBuilder side = new StringBuilder();
        diff.lines()
                .filter(line -> !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == sign))
                .forEach(line -> side.append(line.substring(1)).append('\n'));
        return side.toString();
    }

    /** What matches an output that is as shown, but for numbers, units, and how wide columns are. */
    static Pattern anyNumbers(String shown) {
        StringBuilder pattern = new StringBuilder();
        for (String line : shown.lines().toList()) {
            if (line.equals("...")) {
                pattern.append("(?:.*\n)*?");
                continue;
            }
            for (Matcher token = TOKEN.matcher(line.stripTrailing()); token.find(); ) {
                if (token.group("rule") != null) {
                    pattern.append("-+");
                } else if (token.group("number") != null) {
                    pattern.append(" *\\d[\\d.]*(?: (?:bytes|[kM]B)\\b)?");
                } else {
                    pattern.append(token.group().isBlank() ? " +" : Pattern.quote(token.group()));
                }
            }
            pattern.append(" *\n");
        }
        return Pattern.compile(pattern.toString());
    }

    /** What matches an output that is as shown. */
    static Pattern pattern(String shown) {
        StringBuilder pattern = new StringBuilder();
        for (String line : shown.lines().toList()) {
            pattern.append(
                    line.equals("...")
                            ? "(?:.*\n)*?"
                            : Pattern.quote(line.stripTrailing()).replace("…", "\\E.*\\Q") + "[ ]*\n");
        }
        return Pattern.compile(pattern.toString());
    }
}
