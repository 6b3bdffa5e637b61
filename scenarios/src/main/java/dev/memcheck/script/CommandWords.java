package dev.memcheck.script;

import java.util.ArrayList;
import java.util.List;

/** The words of a command's line: split at white space, except inside single or double quotes. */
final class CommandWords {
    private CommandWords() {}

    /**
     * One word.
     *
     * @param value with its quotes taken off
     * @param start offset of its first char in the line, quote included
     * @param quoted whether any of it stood in quotes
     */
    record Word(String value, int start, boolean quoted) {}

    /** The words of a line without their quotes, as {@link #words} has them. */
    static List<String> split(String line) {
        return words(line).stream().map(Word::value).toList();
    }

    /**
     * Splits and takes the quotes off; a doubled quote inside quotes stands for one. Quotes may start inside a word, as
     * in {@code workload='SELECT 1'}. A quote without an end takes the rest; the parser lets none through.
     */
    static List<Word> words(String line) {
        return words(line, false);
    }

    /**
     * What a backslash in single quotes makes of the char behind it, or of a number in octal or hexadecimal digits, as psql
     * has it where what is set is text. A zero ends the text there.
     */
    static String unescaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); ) {
            char c = value.charAt(i++);
            if (c != '\\' || i == value.length()) {
                text.append(c);
                continue;
            }
            char escaped = value.charAt(i);
            boolean hex = escaped == 'x' && i + 1 < value.length() && Character.digit(value.charAt(i + 1), 16) >= 0;
            int radix = hex ? 16 : 8;
            int from = hex ? i + 1 : i;
            int end = from;
            while (end < value.length()
                    && end - from < (hex ? 2 : 3)
                    && Character.digit(value.charAt(end), radix) >= 0) {
                end++;
            }
            if (end > from) {
                char code = (char) Integer.parseInt(value.substring(from, end), radix);
                if (code == 0) {
                    break;
                }
                text.append(code);
                i = end;
                continue;
            }
            int known = "ntbrf".indexOf(escaped);
            text.append(known >= 0 ? "\n\t\b\r\f".charAt(known) : escaped);
            i++;
        }
        return text.toString();
    }

    /** @param keepsDouble whether double quotes are part of their word, as psql has it where a word is text */
    static List<Word> words(String line, boolean keepsDouble) {
        List<Word> words = new ArrayList<>();
        int i = 0;
        while (i < line.length()) {
            if (isSpace(line.charAt(i))) {
                i++;
                continue;
            }
            int start = i;
            boolean quoted = false;
            StringBuilder word = new StringBuilder();
            while (i < line.length() && !isSpace(line.charAt(i))) {
                char c = line.charAt(i);
                if (!isQuote(c)) {
                    word.append(c);
                    i++;
                    continue;
                }
                int end = quoteEnd(line, i, line.length());
                int inner = end <= line.length() ? end - 1 : line.length();
                String quote = String.valueOf(c);
                word.append(
                        keepsDouble && c == '"'
                                ? line.substring(i, Math.min(end, line.length()))
                                : line.substring(i + 1, inner).replace(quote + quote, quote));
                quoted = true;
                i = Math.min(end, line.length());
            }
            words.add(new Word(word.toString(), start, quoted));
        }
        return words;
    }

    /** Offset after the words of a command whose name ends at {@code from}: of its line, or where the next command begins in it. */
    static int end(String text, int from) {
        int lineEnd = SqlScanner.lineEnd(text, from);
        int at = from;
        while (at < lineEnd) {
            char c = text.charAt(at);
            if (c == '\\' && (at == from || isSpace(text.charAt(at - 1)))) {
                return at;
            }
            at = isQuote(c) ? Math.min(quoteEnd(text, at, lineEnd), lineEnd) : at + 1;
        }
        return lineEnd;
    }

    /** Offset of the first char in the line that is no white space. */
    static int afterSpace(String text, int from) {
        int at = from;
        int lineEnd = SqlScanner.lineEnd(text, from);
        while (at < lineEnd && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Puts quotes around a value that would not survive {@link #split} as one word of its own. */
    static String quoteIfNeeded(String value) {
        boolean plain =
                !value.isEmpty() && value.chars().noneMatch(c -> isSpace((char) c) || c == ';' || isQuote((char) c));
        return plain && !value.startsWith("--") ? value : "'" + value.replace("'", "''") + "'";
    }

    /** Offset just after the quoted text that starts at {@code start}; {@code limit + 1} if it has no end. */
    static int quoteEnd(String text, int start, int limit) {
        char quote = text.charAt(start);
        int i = start + 1;
        while (i < limit) {
            if (text.charAt(i) != quote) {
                i++;
            } else if (i + 1 < limit && text.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return limit + 1;
    }

    static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    static boolean isSpace(char c) {
        return SqlScanner.isSpace(c);
    }
}
