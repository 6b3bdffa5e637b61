package dev.memcheck.shell.prompt;

import dev.memcheck.backend.catalog.NameKind;
import dev.memcheck.script.Token;
import java.util.List;
import java.util.Set;

/** Which kinds of names may come next, told from the words of the statement before: psql's common cases. */
final class WantedNames {
    private static final List<NameKind> NOTHING = List.of();
    private static final List<NameKind> RELATIONS = List.of(NameKind.RELATIONS);
    private static final List<NameKind> SOURCES = List.of(NameKind.RELATIONS, NameKind.SET_FUNCTIONS);
    private static final List<NameKind> COLUMNS = List.of(NameKind.COLUMNS);
    private static final List<NameKind> EXPRESSION = List.of(NameKind.COLUMNS, NameKind.FUNCTIONS);
    private static final List<NameKind> ROLES = List.of(NameKind.ROLES);
    private static final List<NameKind> SETTINGS = List.of(NameKind.SETTINGS);

    /** A statement that begins so has expressions only in a query or command inside it. */
    private static final Set<String> DEFINES =
            Set.of("CREATE", "ALTER", "DROP", "GRANT", "REVOKE", "COMMENT", "SET", "RESET", "SHOW");

    private static final Set<String> QUERIES =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "VALUES", "MERGE", "CALL");

    private static final Set<String> BEFORE_AN_EXPRESSION = Set.of(
            "SELECT",
            "DISTINCT",
            "ALL",
            "WHERE",
            "ON",
            "AND",
            "OR",
            "NOT",
            "BY",
            "HAVING",
            "RETURNING",
            "WHEN",
            "THEN",
            "ELSE",
            "CASE",
            "BETWEEN",
            "LIKE",
            "ILIKE");

    /** What a list belongs to. */
    private static final Set<String> CLAUSES = Set.of(
            "SELECT",
            "FROM",
            "WHERE",
            "BY",
            "SET",
            "VALUES",
            "RETURNING",
            "HAVING",
            "TABLE",
            "TRUNCATE",
            "TO",
            "USING",
            "INTO");

    /** Functions whose arguments have a FROM that is none of a query. */
    private static final Set<String> FROM_INSIDE = Set.of("EXTRACT", "SUBSTRING", "TRIM", "OVERLAY");

    private static final Set<String> NOT_THE_COMMAND =
            Set.of("FOR", "DO", "BEFORE", "AFTER", "OR", "INSTEAD", "OF", "KEY");

    private final List<SqlWord> words;
    private final String first;

    private WantedNames(List<SqlWord> words) {
        this.words = words;
        this.first = word(0);
    }

    /** The most likely kind first; none where nothing is known. */
    static List<NameKind> after(List<SqlWord> before) {
        int end = before.size();
        while (end > 1
                && Set.of("IF", "NOT", "EXISTS", "CONCURRENTLY")
                        .contains(before.get(end - 1).folded())
                && DEFINES.contains(before.get(0).folded())) {
            end--;
        }
        return end == 0 ? NOTHING : new WantedNames(before.subList(0, end)).wanted(end - 1);
    }

    private List<NameKind> wanted(int last) {
        String before = word(last - 1);
        return switch (word(last)) {
            case "FROM" -> afterFrom(last);
            case "JOIN" -> SOURCES;
            case "INTO", "REFERENCES", "ONLY" -> RELATIONS;
            case "UPDATE" -> NOT_THE_COMMAND.contains(before) || isGrant() ? NOTHING : RELATIONS;
            case "TRUNCATE", "ANALYZE", "VACUUM", "COPY", "LOCK", "CLUSTER" -> last == 0 ? RELATIONS : NOTHING;
            case "TABLE" -> ofObjects(RELATIONS);
            case "VIEW" ->
                ofObjects(List.of(before.equals("MATERIALIZED") ? NameKind.MATERIALIZED_VIEWS : NameKind.VIEWS));
            case "INDEX" -> ofObjects(List.of(NameKind.INDEXES));
            case "SEQUENCE" -> ofObjects(List.of(NameKind.SEQUENCES));
            case "SCHEMA" -> before.equals("IN") ? List.of(NameKind.SCHEMAS) : ofObjects(List.of(NameKind.SCHEMAS));
            case "DATABASE" -> ofObjects(List.of(NameKind.DATABASES));
            case "FUNCTION" ->
                before.equals("EXECUTE") ? List.of(NameKind.FUNCTIONS) : ofObjects(List.of(NameKind.FUNCTIONS));
            case "PROCEDURE" -> ofObjects(List.of(NameKind.PROCEDURES));
            case "CALL" -> List.of(NameKind.PROCEDURES);
            case "ROLE", "USER", "GROUP" -> ofObjects(ROLES);
            case "AUTHORIZATION" -> ROLES;
            case "EXTENSION" ->
                first.equals("CREATE")
                        ? List.of(NameKind.AVAILABLE_EXTENSIONS)
                        : ofObjects(List.of(NameKind.EXTENSIONS));
            case "ON" -> !DEFINES.contains(first) || isQuery(last) ? EXPRESSION : RELATIONS;
            case "TO" -> before.equals("OWNER") || first.equals("GRANT") ? ROLES : NOTHING;
            case "SET" -> afterSet(last);
            case "LOCAL", "SESSION" -> first.equals("SET") && last == 1 ? SETTINGS : NOTHING;
            case "SHOW", "RESET" -> last == 0 || first.equals("ALTER") ? SETTINGS : NOTHING;
            case "BY" -> before.equals("OWNED") ? ROLES : expression(last);
            case "," -> inList(last);
            case "(" -> inside(last);
            default -> expression(last);
        };
    }

    private List<NameKind> afterFrom(int last) {
        if (first.equals("REVOKE")) {
            return ROLES;
        }
        int opener = opener(last);
        boolean inFunction = opener > 0 && FROM_INSIDE.contains(word(opener - 1));
        return inFunction || word(last - 1).equals("DISTINCT") ? EXPRESSION : first.equals("COPY") ? NOTHING : SOURCES;
    }

    private List<NameKind> afterSet(int last) {
        if (last == 0) {
            return SETTINGS;
        }
        if (first.equals("ALTER")) {
            return Set.of("SYSTEM", "ROLE", "USER", "DATABASE", "FUNCTION", "PROCEDURE")
                            .contains(word(1))
                    ? SETTINGS
                    : NOTHING;
        }
        return isQuery(last) ? COLUMNS : NOTHING;
    }

    private List<NameKind> ofObjects(List<NameKind> kind) {
        return first.equals("CREATE") ? NOTHING : kind;
    }

    /** After a comma: what the list is of. */
    private List<NameKind> inList(int comma) {
        int depth = 0;
        for (int i = comma - 1; i >= 0; i--) {
            String word = word(i);
            if (word.equals(")")) {
                depth++;
            } else if (word.equals("(") && depth-- == 0) {
                return inside(i);
            } else if (depth == 0 && CLAUSES.contains(word)) {
                return switch (word) {
                    case "FROM", "TABLE", "TRUNCATE", "TO", "SET" -> wanted(i);
                    default -> isQuery(comma) ? EXPRESSION : NOTHING;
                };
            }
        }
        return NOTHING;
    }

    /** After a parenthesis: the columns of a table that stands before it, or an expression. */
    private List<NameKind> inside(int opener) {
        int name = opener - 1;
        while (name > 1 && word(name - 1).equals(".")) {
            name -= 2;
        }
        String before = word(name - 1);
        if (Set.of("INTO", "COPY").contains(before) || word(opener - 1).equals("USING") && isQuery(opener)) {
            return COLUMNS;
        }
        boolean indexed = first.equals("CREATE")
                && !isQuery(opener)
                && (before.equals("ON")
                        || before.equals("USING") && words.stream().anyMatch(word -> word.is("INDEX")));
        return indexed || isQuery(opener) ? EXPRESSION : NOTHING;
    }

    private List<NameKind> expression(int last) {
        boolean star = word(last).equals("*")
                && (last == 0 || Set.of("SELECT", "(", ",", ".").contains(word(last - 1)));
        boolean operator = words.get(last).kind() == Token.Kind.OPERATOR
                && !Set.of(")", "]", ".", "::", ":").contains(word(last));
        return isQuery(last) && (operator && !star || BEFORE_AN_EXPRESSION.contains(word(last))) ? EXPRESSION : NOTHING;
    }

    /** Whether a query or a command that has expressions begins before that word. */
    private boolean isQuery(int last) {
        return words.subList(0, last + 1).stream()
                .map(SqlWord::folded)
                .anyMatch(word -> first.equals("CREATE")
                        ? word.equals("SELECT")
                        : !DEFINES.contains(first) && QUERIES.contains(word));
    }

    private boolean isGrant() {
        return first.equals("GRANT") || first.equals("REVOKE");
    }

    /** Where the innermost parenthesis opens that is open at that word; -1 if none is. */
    private int opener(int last) {
        int depth = 0;
        for (int i = last; i >= 0; i--) {
            if (word(i).equals(")")) {
                depth++;
            } else if (word(i).equals("(") && depth-- == 0) {
                return i;
            }
        }
        return -1;
    }

    private String word(int index) {
        return index >= 0 && index < words.size() ? words.get(index).folded() : "";
    }
}
