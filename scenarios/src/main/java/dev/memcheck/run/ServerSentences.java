package dev.memcheck.run;

import dev.memcheck.backend.WindowLimits;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.sql.SqlError;
import java.util.List;

/** What the server says of a window, a sentence each. */
final class ServerSentences {
    private ServerSentences() {}

    static String of(SqlError error) {
        return error.message() + error.hint().map(hint -> " (" + hint + ")").orElse("");
    }

    /** The warnings that came with a verdict; not those about the window's limits, if these are known by themselves. */
    static List<String> warnings(WindowVerdict verdict) {
        return verdict.warnings().stream()
                .filter(warning -> verdict.limits().isEmpty() || !WindowLimits.saysSo(warning))
                .map(ServerSentences::of)
                .toList();
    }
}
