package dev.memcheck.backend.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What psql writes with {@code --log-file}: every query that it sends, between two lines of stars, and its results. */
final class PsqlLog {
    /** Since 17 the stars are a comment. */
    private static final Pattern QUERY = Pattern.compile(
            "^/?\\*{8,9} QUERY \\*{9,10}/?\\n(.*?)\\n/?\\*{24,26}/?$", Pattern.MULTILINE | Pattern.DOTALL);

    private PsqlLog() {}

    /** The queries, in the order in which they were sent. */
    static List<String> queries(String text) {
        List<String> queries = new ArrayList<>();
        Matcher query = QUERY.matcher(text);
        while (query.find()) {
            queries.add(query.group(1));
        }
        return queries;
    }
}
