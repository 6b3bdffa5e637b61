package dev.memcheck.script;

/** Statements that are sent as one, as psql has it: {@code SELECT 1 \; SELECT 2;}. */
final class CombinedStatement {
    private CombinedStatement() {}

    /** What is sent: the statements with semicolons between them. */
    static String sent(String written) {
        if (!written.contains(SqlScanner.COMBINES)) {
            return written;
        }
        StringBuilder sent = new StringBuilder(written.length());
        for (Token token : SqlScanner.scan(written)) {
            String text = token.in(written);
            sent.append(token.kind() == Token.Kind.OPERATOR && text.equals(SqlScanner.COMBINES) ? ";" : text);
        }
        return sent.toString();
    }
}
