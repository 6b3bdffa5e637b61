package dev.memcheck.run;

import dev.memcheck.sql.StatementResult;
import java.util.OptionalLong;

/** How many rows a statement gave or touched. */
final class RowCount {
    private RowCount() {}

    /** Empty for a failed statement and for one that has no rows to count, as {@code CREATE TABLE}. */
    static OptionalLong of(StatementResult result) {
        return result.accept(new StatementResult.Visitor<>() {
            @Override
            public OptionalLong rows(StatementResult.Rows rows) {
                return OptionalLong.of(rows.count());
            }

            @Override
            public OptionalLong done(StatementResult.Done done) {
                return ofTag(done.tag());
            }

            @Override
            public OptionalLong copied(StatementResult.Copied copied) {
                return OptionalLong.of(copied.rows());
            }

            @Override
            public OptionalLong failed(StatementResult.Failed failed) {
                return OptionalLong.empty();
            }
        });
    }

    /** The count is the last word of a tag such as {@code INSERT 0 3}. */
    private static OptionalLong ofTag(String tag) {
        String last = tag.substring(tag.lastIndexOf(' ') + 1);
        boolean number = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalLong.of(Long.parseLong(last)) : OptionalLong.empty();
    }
}
