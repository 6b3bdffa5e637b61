package dev.memcheck.shell.command;

import dev.memcheck.shell.out.UsageException;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rows of three values as a grid: one names the grid's row, one its column, one is the cell. */
final class Crosstab {
    private static final int MOST_COLUMNS = 1600;

    private final StatementResult.Rows rows;

    private final String nothing;

    private Crosstab(StatementResult.Rows rows, String nothing) {
        this.rows = rows;
        this.nothing = nothing;
    }

    /**
     * The grid.
     *
     * @param words names or numbers of the columns, as far as they were said
     * @param nothing stands for NULL above a column
     * @throws UsageException if it can be none
     */
    static StatementResult.Rows of(StatementResult.Rows rows, List<String> words, String nothing) {
        return new Crosstab(rows, nothing).grid(words);
    }

    private StatementResult.Rows grid(List<String> words) {
        int count = rows.columns().size();
        if (count < 3) {
            throw new UsageException("query must return at least three columns");
        }
        int down = words.isEmpty() ? 0 : column(words.get(0));
        int across = words.size() > 1 ? column(words.get(1)) : 1;
        if (down == across) {
            throw new UsageException("vertical and horizontal headers must be different columns");
        }
        int cell = words.size() > 2 ? column(words.get(2)) : third(down, across, count);
        int order = words.size() > 3 ? column(words.get(3)) : -1;
        Map<Optional<String>, Integer> lines = new LinkedHashMap<>();
        Map<Optional<String>, Optional<String>> heads = new LinkedHashMap<>();
        for (List<Optional<String>> row : rows.rows()) {
            lines.putIfAbsent(row.get(down), lines.size());
            heads.putIfAbsent(row.get(across), order < 0 ? Optional.empty() : row.get(order));
            if (heads.size() > MOST_COLUMNS) {
                throw new UsageException("maximum number of columns (" + MOST_COLUMNS + ") exceeded");
            }
        }
        List<Optional<String>> sorted = new ArrayList<>(heads.keySet());
        if (order >= 0) {
            heads.values().forEach(Crosstab::requireNumber);
            sorted.sort(Comparator.comparingLong(
                    head -> heads.get(head).map(Long::parseLong).orElse(Long.MAX_VALUE)));
        }
        return filled(new ArrayList<>(lines.keySet()), lines, sorted, new int[] {down, across, cell});
    }

    private StatementResult.Rows filled(
            List<Optional<String>> names,
            Map<Optional<String>, Integer> lines,
            List<Optional<String>> heads,
            int[] at) {
        List<List<Optional<String>>> grid = new ArrayList<>();
        boolean[][] taken = new boolean[names.size()][heads.size()];
        for (Optional<String> name : names) {
            List<Optional<String>> line = new ArrayList<>(List.of(name));
            heads.forEach(head -> line.add(Optional.of("")));
            grid.add(line);
        }
        for (List<Optional<String>> row : rows.rows()) {
            int line = lines.get(row.get(at[0]));
            int column = heads.indexOf(row.get(at[1]));
            if (taken[line][column]) {
                throw new UsageException("query result contains multiple data values for row \""
                        + row.get(at[0]).orElse("(null)") + "\", column \""
                        + row.get(at[1]).orElse("(null)") + "\"");
            }
            taken[line][column] = true;
            grid.get(line).set(column + 1, row.get(at[2]));
        }
        StatementResult.Column cells = rows.columns().get(at[2]);
        List<StatementResult.Column> columns =
                new ArrayList<>(List.of(rows.columns().get(at[0])));
        heads.forEach(head ->
                columns.add(new StatementResult.Column(head.orElse(nothing), cells.typeName(), cells.rightAligned())));
        return new StatementResult.Rows(
                columns, grid, "SELECT " + grid.size(), rows.durationMicros(), List.of(), grid.size());
    }

    private static int third(int down, int across, int count) {
        if (count != 3) {
            throw new UsageException("data column must be specified when query returns more than three columns");
        }
        return 3 - down - across;
    }

    /** By its number, or by its name as SQL has names. */
    private int column(String word) {
        List<StatementResult.Column> columns = rows.columns();
        if (word.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(word);
            if (number < 1 || number > columns.size()) {
                throw new UsageException("column number " + number + " is out of range 1.." + columns.size());
            }
            return number - 1;
        }
        String name = name(word);
        List<Integer> found = IntStream.range(0, columns.size())
                .filter(column -> columns.get(column).name().equals(name))
                .boxed()
                .toList();
        if (found.size() != 1) {
            throw new UsageException(
                    (found.isEmpty() ? "column name not found: \"" : "ambiguous column name: \"") + name + "\"");
        }
        return found.get(0);
    }

    /** As in SQL: small letters, except in double quotes, of which two stand for one. */
    private static String name(String word) {
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < word.length(); at++) {
            char c = word.charAt(at);
            if (c != '"') {
                name.append(quoted ? c : Character.toLowerCase(c));
            } else if (quoted && word.startsWith("\"\"", at)) {
                name.append(c);
                at++;
            } else {
                quoted = !quoted;
            }
        }
        return name.toString();
    }

    private static void requireNumber(Optional<String> order) {
        if (order.isPresent() && !order.get().matches("-?[0-9]{1,18}")) {
            throw new UsageException("sort column must be of numbers, found \"" + order.get() + "\"");
        }
    }
}
