package dev.memcheck.script;

import dev.memcheck.finding.CheckType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The text of a baseline: findings that are known, one to a line, in the words of {@code \expect}.
 *
 * <pre>
 * -- found when memcheck was introduced
 * context_leak in 'my_ext cache %' from my_ext symbol my_lookup since '2026-01-31' because 'one for each collation'
 * </pre>
 *
 * Empty lines and {@code --} comments count for nothing.
 */
public final class BaselineFile {
    static final String ABOUT = "about";
    static final String SINCE = "since";
    static final String BECAUSE = "because";

    private static final String HEAD = "-- Findings that are known and do not count, for memcheck run --baseline."
            + " One to a line, in the words of \\expect.\n";
    private static final String FORM = "expected since '2026-01-31' because 'reason' at the end of the line";

    private final String text;
    private final List<Line> lines;

    /** An entry and where it stands. */
    public record Line(Position position, BaselineEntry entry) {
        public Line {
            Objects.requireNonNull(position);
            Objects.requireNonNull(entry);
        }
    }

    private BaselineFile(String text, List<Line> lines) {
        this.text = text;
        this.lines = List.copyOf(lines);
    }

    /** One that does not exist yet. */
    public static BaselineFile empty() {
        return new BaselineFile(HEAD, List.of());
    }

    /**
     * Reads the text of such a file.
     *
     * @param name of the file, for positions
     * @throws ParseException at the first line that has another form
     */
    public static BaselineFile parse(String name, String text) {
        SourceText source = new SourceText(name, text);
        List<Line> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = SqlScanner.lineEnd(text, start);
            TokenCursor cursor =
                    TokenCursor.ofLine(Fragment.of(source).copy(start, end).build());
            if (!cursor.atEnd()) {
                Position position = source.positionAt(start + cursor.offset());
                lines.add(new Line(position, entry(cursor)));
            }
            start = end + 1;
        }
        return new BaselineFile(text, lines);
    }

    /** The entries, in the order of the text. */
    public List<Line> lines() {
        return lines;
    }

    /** The text with more entries at its end; what people wrote stays as it is. */
    public String with(List<BaselineEntry> more) {
        StringBuilder longer = new StringBuilder(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            longer.append('\n');
        }
        more.forEach(entry -> longer.append(entry).append('\n'));
        return longer.toString();
    }

    private static BaselineEntry entry(TokenCursor cursor) {
        String kind = cursor.peek().toLowerCase(Locale.ROOT);
        CheckType type = CheckType.ofLabel(kind).orElseThrow(() -> unknown(cursor, kind));
        Expectation.Found pattern = new FoundParser(cursor).parse(type, List.of(ABOUT, SINCE, BECAUSE));
        Optional<String> about = Optional.empty();
        if (cursor.peek().equalsIgnoreCase(ABOUT)) {
            cursor.next();
            about = Optional.of(cursor.plainString("what the finding says"));
        }
        cursor.word(SINCE, FORM);
        LocalDate since = date(cursor);
        cursor.word(BECAUSE, FORM);
        int because = cursor.offset();
        String reason = cursor.plainString("the reason why it does not count");
        if (reason.isBlank()) {
            throw cursor.errorAt(because, "a reason that says nothing", "expected why it does not count");
        }
        cursor.requireEnd("expected nothing after the reason");
        return new BaselineEntry(pattern, about, since, reason);
    }

    private static LocalDate date(TokenCursor cursor) {
        int offset = cursor.offset();
        String date = cursor.plainString("a date");
        try {
            return LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw cursor.errorAt(offset, "'" + date + "' is no date", "expected year, month and day: '2026-01-31'");
        }
    }

    private static ParseException unknown(TokenCursor cursor, String kind) {
        List<String> labels =
                Arrays.stream(CheckType.values()).map(CheckType::label).toList();
        String hint = NearMiss.hint(kind, labels, "");
        return cursor.error(
                cursor.found(), hint.isEmpty() ? "expected a check type, one of " + String.join(", ", labels) : hint);
    }
}
