package dev.memcheck.shell.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The tables that a statement names, with the names they have in it. */
final class TablesNamed {
    private static final Set<String> BEFORE_A_TABLE =
            Set.of("FROM", "JOIN", "INTO", "UPDATE", "TABLE", "USING", "COPY");
    private static final Set<String> BETWEEN = Set.of("ONLY", "LATERAL", "IF", "EXISTS");
    private static final Set<String> NO_TABLE = Set.of("SELECT", "SET", "WHERE", "VALUES", "(");

    /**
     * @param name as it stands there, with its schema if it has one
     * @param alias what it is called in the statement
     */
    private record Table(String name, Optional<String> alias) {
        boolean isCalled(String qualifier) {
            String last = name.substring(name.lastIndexOf('.') + 1);
            return alias.orElse(last).equalsIgnoreCase(qualifier);
        }
    }

    private final List<SqlWord> words;
    private final List<Table> tables = new ArrayList<>();

    /** @param words of the statement */
    TablesNamed(List<SqlWord> words) {
        this.words = words;
        for (int i = 0; i < words.size(); i++) {
            boolean indexed = words.get(i).is("ON") && words.get(0).is("CREATE");
            if (indexed || BEFORE_A_TABLE.contains(words.get(i).folded())) {
                add(i + 1);
            }
        }
    }

    /** All of them, or those with that name or alias. */
    List<String> of(Optional<String> qualifier) {
        Stream<Table> meant =
                tables.stream().filter(table -> qualifier.map(table::isCalled).orElse(true));
        return meant.map(Table::name).distinct().toList();
    }

    /** Those of a list that begins there. */
    private void add(int from) {
        int at = from;
        while (at < words.size() && BETWEEN.contains(words.get(at).folded())) {
            at++;
        }
        if (at >= words.size()
                || !words.get(at).isName()
                || NO_TABLE.contains(words.get(at).folded())) {
            return;
        }
        StringBuilder name = new StringBuilder(words.get(at++).text());
        while (at + 1 < words.size()
                && words.get(at).is(".")
                && words.get(at + 1).isName()) {
            name.append('.').append(words.get(at + 1).text());
            at += 2;
        }
        Optional<String> alias = Optional.empty();
        if (at + 1 < words.size() && words.get(at).is("AS")) {
            alias = Optional.of(words.get(at + 1).bare());
            at += 2;
        } else if (at < words.size() && words.get(at).isName() && !words.get(at).keyword()) {
            alias = Optional.of(words.get(at++).bare());
        }
        tables.add(new Table(name.toString(), alias));
        if (at < words.size() && words.get(at).is(",")) {
            add(at + 1);
        }
    }
}
