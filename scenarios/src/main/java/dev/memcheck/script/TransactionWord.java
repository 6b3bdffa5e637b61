package dev.memcheck.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a statement does to the transaction around it, as its first words say; {@code ROLLBACK PREPARED} is about another. */
public enum TransactionWord {
    /** It begins one. */
    OPENS,
    /** It ends one. */
    ENDS,
    /** It makes no sense without one, and leaves it open. */
    NEEDS,
    /** It has nothing to do with it. */
    NONE;

    private static final int LOOKED_AT = 4;
    private static final Set<String> ENDINGS = Set.of("commit", "rollback", "abort", "end");

    /** Of a statement without its semicolon. Bare {@code BEGIN} and {@code END} are window words and come never here. */
    public static TransactionWord of(String sql) {
        List<String> words = firstWords(sql);
        String first = words.isEmpty() ? "" : words.get(0);
        if (first.equals("begin") || startsWith(words, "start", "transaction")) {
            return OPENS;
        } else if (startsWith(words, "prepare", "transaction")) {
            return ENDS;
        } else if (first.equals("savepoint") || first.equals("release")) {
            return NEEDS;
        } else if (!ENDINGS.contains(first) || startsWith(words, first, "prepared")) {
            return NONE;
        }
        boolean chains = words.contains("and") && words.contains("chain") && !words.contains("no");
        return words.contains("to") || chains ? NEEDS : ENDS;
    }

    /** Whether the server would have nothing to do for it outside a transaction. */
    public boolean needsTransaction() {
        return this == ENDS || this == NEEDS;
    }

    private static boolean startsWith(List<String> words, String first, String second) {
        return words.size() > 1 && words.get(0).equals(first) && words.get(1).equals(second);
    }

    private static List<String> firstWords(String sql) {
        List<String> words = new ArrayList<>();
        SqlScanner scanner = new SqlScanner(sql, 0, sql.length());
        while (scanner.hasNext() && words.size() <= LOOKED_AT) {
            Token token = scanner.next();
            if (!token.isTrivia()) {
                if (!token.isWord(sql)) {
                    break;
                }
                words.add(token.in(sql).toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }
}
