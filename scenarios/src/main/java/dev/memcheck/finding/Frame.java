package dev.memcheck.finding;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One frame of a call stack, read from the extension's text for it: {@code symbol (library) at file:line}.
 *
 * @param symbol function, with the offset in it where its line is not known, as in {@code my_fn+0x5a}; or {@code +0x1234}
 *     where only the place in the library is known
 * @param library base name of the shared library without {@code .so}; empty if the text has another form
 * @param place source file and line, if they are known
 */
public record Frame(String symbol, Optional<String> library, Optional<String> place) {
    /** The library of memcheck's own frames, which stand between those of the server that its hooks wrap. */
    private static final String OBSERVER = "pg_ext_memcheck";

    /** Names of C++ functions have parentheses and blanks of their own, so that the last that fit are the library's. */
    private static final Pattern FORM = Pattern.compile("(.+) \\(([^()\\s]+)\\)(?: at (.+))?");

    /** The offset behind the name of a function. */
    private static final Pattern OFFSET = Pattern.compile("(?<=.)\\+0x[0-9a-f]+$");

    public Frame {
        Objects.requireNonNull(symbol);
        Objects.requireNonNull(library);
        Objects.requireNonNull(place);
    }

    /** Reads a text of any form; one that is not as above is taken for a symbol. */
    public static Frame of(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? new Frame(form.group(1), Optional.of(form.group(2)), Optional.ofNullable(form.group(3)))
                : new Frame(text, Optional.empty(), Optional.empty());
    }

    /** The frames of a stack without memcheck's own, in its order. */
    public static List<Frame> withoutObserver(List<String> stack) {
        return stack.stream()
                .map(Frame::of)
                .filter(frame -> !frame.isObserver())
                .toList();
    }

    /** The function, the same for all places in it. */
    public String function() {
        return OFFSET.matcher(symbol).replaceFirst("");
    }

    /** Whether it is memcheck's own. */
    public boolean isObserver() {
        return library.filter(OBSERVER::equals).isPresent();
    }

    /** The same wherever the source was built: the file without its directories. */
    public Frame inAnyDirectory() {
        return new Frame(symbol, library, place.map(where -> where.substring(where.lastIndexOf('/') + 1)));
    }

    @Override
    public String toString() {
        return symbol
                + library.map(name -> " (" + name + ")").orElse("")
                + place.map(where -> " at " + where).orElse("");
    }
}
