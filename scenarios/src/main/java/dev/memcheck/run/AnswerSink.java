package dev.memcheck.run;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.sql.CopyData;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes the answer of one statement out of what comes. Rows are added up and let go, but for the first. Addresses that are
 * printed are left out: a probe has its memory elsewhere.
 */
final class AnswerSink implements RowSink {
    private static final int SHOWN_ROWS = 100;
    private static final int SHOWN_CHARS = 20_000;
    private static final int MOST_MESSAGES = 100;
    private static final long PRIME = 0x100000001b3L;
    private static final long START = 0xcbf29ce484222325L;

    /** Cancelled, also by a timeout; no lock in time; no memory, disk, connection or other resource. */
    private static final Pattern CUT_SHORT = Pattern.compile("57014|55P03|53...");

    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{6,16}\\b");

    private final Optional<CopyData> data;
    private final List<String> messages = new ArrayList<>();
    private final List<List<Optional<String>>> shown = new ArrayList<>();
    private final StringBuilder tags = new StringBuilder();
    private List<StatementResult.Column> columns = List.of();
    private Optional<String> error = Optional.empty();
    private boolean isCutShort;
    private long count;
    private long sum;
    private long shownChars;

    AnswerSink(Optional<CopyData> data) {
        this.data = data;
    }

    @Override
    public Optional<CopyData> data() {
        return data;
    }

    @Override
    public void rows(List<StatementResult.Column> named, List<List<Optional<String>>> rows, long first) {
        columns = named;
        rows.forEach(this::add);
    }

    @Override
    public void lines(List<String> lines) {
        lines.forEach(line -> add(List.of(Optional.of(line))));
    }

    @Override
    public void earlier(StatementResult result) {
        add(result);
    }

    /** With what the statement gave last. */
    StatementAnswer answer(StatementResult result) {
        add(result);
        return new StatementAnswer(
                error, isCutShort, messages, AmountWords.counted(count, "row") + tags, sum, columns, shown);
    }

    private void add(StatementResult result) {
        result.notices().stream().limit(MOST_MESSAGES - messages.size()).forEach(notice -> messages.add(text(notice)));
        result.accept(new StatementResult.Visitor<Void>() {
            /** Of a large one all rows have come. */
            @Override
            public Void rows(StatementResult.Rows rows) {
                if (!rows.isLarge()) {
                    AnswerSink.this.rows(rows.columns(), rows.rows(), 1);
                }
                tags.append(", ").append(rows.tag());
                return null;
            }

            @Override
            public Void done(StatementResult.Done done) {
                tags.append(", ").append(done.tag());
                return null;
            }

            @Override
            public Void copied(StatementResult.Copied copied) {
                if (!copied.isLarge()) {
                    lines(copied.lines());
                }
                return null;
            }

            @Override
            public Void failed(StatementResult.Failed failed) {
                error = Optional.of(text(failed.error()));
                isCutShort = CUT_SHORT.matcher(failed.error().sqlState()).matches();
                return null;
            }
        });
    }

    private void add(List<Optional<String>> row) {
        count++;
        long hash = START;
        long chars = 0;
        for (Optional<String> cell : row) {
            hash = (hash ^ (cell.isPresent() ? 1 : 2)) * PRIME;
            String text = withoutAddresses(cell.orElse(""));
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * PRIME;
            }
            chars += text.length();
        }
        sum += hash ^ hash >>> 32;
        if (shown.size() < SHOWN_ROWS && shownChars + chars <= SHOWN_CHARS) {
            shown.add(row);
            shownChars += chars;
        }
    }

    private static String text(SqlError error) {
        StringBuilder text = new StringBuilder(error.severity() + ": " + error.message());
        error.detail().ifPresent(detail -> text.append(" DETAIL: ").append(detail));
        error.hint().ifPresent(hint -> text.append(" HINT: ").append(hint));
        error.context().ifPresent(context -> text.append(" CONTEXT: ").append(context));
        return withoutAddresses(text.toString());
    }

    private static String withoutAddresses(String text) {
        return text.contains("0x") ? ADDRESS.matcher(text).replaceAll("0x...") : text;
    }
}
