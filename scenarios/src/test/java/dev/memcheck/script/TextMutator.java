package dev.memcheck.script;

import java.util.List;
import java.util.Random;

/** Makes texts that are almost session files. The same seed makes the same texts. */
final class TextMutator {
    private static final int MOST_MUTATIONS = 6;
    private static final int LONGEST_SPLICE = 60;
    private static final String CHARACTERS =
            "'\"\\;$:(){}[]-/*=<>%,. \n\r\t\u0000\u001b09azAZ_\u00e9\ud83d\ude00\ufeff";

    private static final String[] TOKENS = {
        "\\expect ",
        "\\repeat 2\n",
        "\\endrepeat\n",
        "\\warmup 2 ",
        "\\set n ",
        "\\unset n\n",
        "\\include x.mcs\n",
        "\\ir x.mcs\n",
        "\\session b\n",
        "\\c ",
        "\\scenario soak workload='",
        "\\timeout 5s\n",
        "\\backend preload=x\n",
        "\\if ",
        "\\set on_error stop\n",
        ":n",
        ":'n'",
        ":\"n\"",
        "begin ",
        "end\n",
        "BEGIN TRANSACTION;",
        "clean\n",
        "no context_leak ",
        "per call >= 1kB ",
        "confirmed ",
        "value = null\n",
        "cell 1 2 = -1.5\n",
        "retained no worse than 'x'\n",
        "peak_per_row <= 1kB over 3\n",
        "growth <= 1.3\n",
        "peak <= 10MB\n",
        "error '22012' ",
        "rows = ",
        "severity ERROR ",
        "$$",
        "$a$",
        "/*",
        "*/",
        "--",
        "E'",
        "U&\"",
        "BEGIN ATOMIC ",
        "CASE ",
        "END",
        "{\"a\": [",
        "9223372036854775808",
        ";;",
        "\n\n",
    };

    private final List<String> corpus;
    private final Random random;

    TextMutator(List<String> corpus, long seed) {
        this.corpus = List.copyOf(corpus);
        this.random = new Random(seed);
    }

    String next() {
        StringBuilder text = new StringBuilder(any());
        int mutations = 1 + random.nextInt(MOST_MUTATIONS);
        for (int i = 0; i < mutations; i++) {
            mutate(text);
        }
        return text.toString();
    }

    private void mutate(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(LONGEST_SPLICE));
        switch (random.nextInt(8)) {
            case 0 -> text.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            case 1 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
            case 2 -> text.delete(at, end);
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> text.setLength(at);
            case 5 -> text.insert(at, part(any()));
            case 6 -> swapCase(text, at);
            default -> text.insert(at, (char) random.nextInt(Character.MAX_VALUE));
        }
    }

    private void swapCase(StringBuilder text, int at) {
        if (at < text.length()) {
            char c = text.charAt(at);
            text.setCharAt(at, Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
        }
    }

    private String any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private String part(String text) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(at, Math.min(text.length(), at + random.nextInt(LONGEST_SPLICE)));
    }
}
