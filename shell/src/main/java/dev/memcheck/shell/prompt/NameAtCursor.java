package dev.memcheck.shell.prompt;

import dev.memcheck.backend.catalog.NameBegun;
import dev.memcheck.script.Token;
import java.util.List;
import java.util.Optional;

/**
 * The name that is being typed: {@code na}, {@code schema.na}, {@code "Na}, or nothing yet.
 *
 * @param before what stands before it in the statement
 * @param qualifier before the dot, if there is one
 * @param text from its last dot on, without quotes
 * @param quoted whether that began with a double quote
 * @param start where all of it begins
 * @param last where its last part begins
 */
record NameAtCursor(
        List<SqlWord> before, Optional<SqlWord> qualifier, String text, boolean quoted, int start, int last) {
    /** Empty in strings, comments and numbers, and where a name has more parts than are known here. */
    static Optional<NameAtCursor> of(String line, int cursor) {
        String typed = line.substring(0, cursor);
        List<SqlWord> words = SqlWord.ofLast(typed);
        int at = words.size();
        if (at > 0 && words.get(at - 1).end() == cursor && isNoPlace(words.get(at - 1))) {
            return Optional.empty();
        }
        String text = "";
        boolean quoted = false;
        int start = cursor;
        if (at > 0 && words.get(at - 1).end() == cursor && words.get(at - 1).isName()) {
            SqlWord word = words.get(--at);
            if (word.isQuoted() && word.closed()) {
                return Optional.empty();
            }
            text = word.isQuoted() ? word.bare() : word.text();
            quoted = word.isQuoted();
            start = word.start();
        }
        int last = start;
        Optional<SqlWord> qualifier = Optional.empty();
        if (at > 0 && words.get(at - 1).is(".") && words.get(at - 1).end() == start) {
            if (at < 2
                    || !words.get(at - 2).isName()
                    || at > 2 && words.get(at - 3).is(".")) {
                return Optional.empty();
            }
            at -= 2;
            qualifier = Optional.of(words.get(at));
            start = words.get(at).start();
        }
        return Optional.of(new NameAtCursor(words.subList(0, at), qualifier, text, quoted, start, last));
    }

    private static boolean isNoPlace(SqlWord word) {
        return word.kind() == Token.Kind.STRING
                || word.kind() == Token.Kind.NUMBER
                || word.kind() == Token.Kind.VARIABLE
                || word.kind() == Token.Kind.COMMENT;
    }

    /** The name in a schema. */
    NameBegun inSchema() {
        return new NameBegun(qualifier.map(SqlWord::bare), text, quoted);
    }

    /** The name without what is before its dot. */
    NameBegun alone() {
        return new NameBegun(Optional.empty(), text, quoted);
    }

    /** A name that may have dots itself, as those of settings do. */
    NameBegun dotted() {
        return new NameBegun(
                Optional.empty(), qualifier.map(word -> word.text() + ".").orElse("") + text, quoted);
    }
}
