package dev.memcheck.finding;

import dev.memcheck.snapshot.NodeKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a finding consists of: one entry for each column. The rows of the server, captures, reports and {@code \why} go
 * through this list, in its order.
 *
 * @param <T> the Java type of its value
 */
public final class FindingColumn<T> {
    /** Where a column is read or written. Captures have them all. */
    public enum Use {
        /** A column of {@code ext_memcheck.violation} has this name. */
        SQL,
        /** A field of a finding in JSON; null where it is not known. */
        JSON,
        /** As {@link #JSON}, but left out where it is not known. */
        JSON_IF_KNOWN,
        /** A property of a result in SARIF. */
        SARIF,
        /** A line of {@code \why}, and so of the reports for people, where there is something to say. */
        WHY
    }

    private static final List<FindingColumn<?>> DECLARED = new ArrayList<>();

    /** What kind. */
    public static final FindingColumn<CheckType> CHECK_TYPE = column(
            "check_type",
            ColumnType.words(new Words<>(CheckType.class, CheckType::label, Optional.empty())),
            Use.SQL,
            Use.JSON);

    /** How bad. */
    public static final FindingColumn<Severity> SEVERITY = column(
            "severity",
            ColumnType.words(new Words<>(Severity.class, Severity::name, Optional.empty())),
            Use.SQL,
            Use.JSON);

    /** Whether it was seen again in a repeat, or needs no second sighting. */
    public static final FindingColumn<Boolean> CONFIRMED = column("confirmed", ColumnType.FLAG, Use.SQL, Use.JSON);

    /** Names from TopMemoryContext to the context; empty where no context is concerned. */
    public static final FindingColumn<List<String>> CONTEXT_PATH =
            column("context_path", ColumnType.TEXTS, Use.SQL, Use.JSON);

    /** Ident of the context, empty if it has none; raw server text. */
    public static final FindingColumn<String> CONTEXT_IDENT =
            column("context_ident", ColumnType.TEXT, Use.SQL, Use.JSON);

    /** The context in the latest snapshot, if it is known; the first of them where there are several. */
    public static final FindingColumn<Optional<NodeKey>> NODE_KEY = column("node_key", ColumnType.NODE, Use.SQL);

    /** Bytes that stayed, over all occurrences. */
    public static final FindingColumn<Long> BYTES = column("bytes", ColumnType.NUMBER, Use.SQL, Use.JSON, Use.SARIF);

    /** What stayed, in the unit of its kind. */
    public static final FindingColumn<Long> COUNT = column("count", ColumnType.NUMBER, Use.SQL, Use.JSON, Use.SARIF);

    /** Bytes for each execution of the statement that was seen to leave some, on average, where they can be told. */
    public static final FindingColumn<OptionalDouble> BYTES_PER_CALL =
            column("bytes_per_call", ColumnType.OPTIONAL_DECIMAL, Use.SQL, Use.JSON);

    /** Repeats in which the site was seen, at least 1. */
    public static final FindingColumn<Integer> OCCURRENCES = column("occurrences", ColumnType.TIMES, Use.SQL, Use.JSON);

    /** Of the site: base name of the shared library without {@code .so}, as in {@code buggy_ext}. */
    public static final FindingColumn<Optional<String>> SOURCE_LIB =
            column("source_lib", ColumnType.LIBRARY, Use.SQL, Use.JSON);

    /** Of the site: function, static ones too where debug information names them. */
    public static final FindingColumn<Optional<String>> SYMBOL =
            column("symbol", ColumnType.OPTIONAL_TEXT, Use.SQL, Use.JSON);

    /** Of the site: file as the debug information has it. */
    public static final FindingColumn<Optional<String>> SOURCE_FILE =
            column("source_file", ColumnType.OPTIONAL_TEXT, Use.SQL, Use.JSON);

    /** Of the site: 1-based. */
    public static final FindingColumn<OptionalInt> SOURCE_LINE =
            column("source_line", ColumnType.OPTIONAL_NUMBER, Use.SQL, Use.JSON);

    /** The function further out in the same library that the one of the site worked for, if it is a helper. */
    public static final FindingColumn<Optional<String>> CALLED_BY =
            told("called_by", "called by", ColumnType.OPTIONAL_TEXT, Use.SQL, Use.JSON_IF_KNOWN);

    /** Of the site: one text per frame, innermost first. */
    public static final FindingColumn<List<String>> STACK =
            told("stack", "call stack", ColumnType.TEXTS, Use.SQL, Use.JSON);

    /** Where the memory was given back, as {@link #STACK}; empty where that is no matter or not known. */
    public static final FindingColumn<List<String>> FREED_STACK =
            told("freed_stack", "given back", ColumnType.TEXTS, Use.SQL, Use.JSON);

    /** Where the memory was made that was misused, as {@link #STACK}; empty where that is the stack, or not known. */
    public static final FindingColumn<List<String>> MADE_STACK =
            told("made_stack", "made", ColumnType.TEXTS, Use.SQL, Use.JSON_IF_KNOWN);

    /** Whose allocation it is. */
    public static final FindingColumn<Provenance> PROVENANCE = column(
            "provenance",
            ColumnType.words(new Words<>(Provenance.class, Provenance::label, Optional.of(Provenance.UNKNOWN))),
            Use.SQL,
            Use.JSON);

    /** What is in the memory, in words: nodes, types of C, texts, with their number and bytes. */
    public static final FindingColumn<Optional<String>> HOLDS =
            told("holds", "holds", ColumnType.OPTIONAL_TEXT, Use.SQL, Use.JSON_IF_KNOWN);

    /** The statement that was running, empty if none was. */
    public static final FindingColumn<String> STATEMENT =
            told("statement", "statement", ColumnType.TEXT, Use.SQL, Use.JSON, Use.SARIF);

    /** The extension's own sentence. */
    public static final FindingColumn<String> DETAIL = told("detail", "detail", ColumnType.TEXT, Use.SQL, Use.JSON);

    /** Which of the sessions that a scenario ran at once or in turn had it, from 1; empty where there was one. */
    public static final FindingColumn<OptionalInt> SCENARIO_SESSION =
            column("scenario_session", ColumnType.OPTIONAL_NUMBER, Use.JSON_IF_KNOWN);

    private final String name;
    private final String label;
    private final ColumnType<T> type;
    private final Set<Use> uses;
    private final int index;

    private FindingColumn(String name, String label, ColumnType<T> type, Set<Use> uses) {
        this.name = Objects.requireNonNull(name);
        this.label = Objects.requireNonNull(label);
        this.type = Objects.requireNonNull(type);
        this.uses = uses;
        this.index = DECLARED.size();
        DECLARED.add(this);
    }

    private static <T> FindingColumn<T> column(String name, ColumnType<T> type, Use... uses) {
        EnumSet<Use> all = EnumSet.noneOf(Use.class);
        all.addAll(Arrays.asList(uses));
        return new FindingColumn<>(name, name.replace('_', ' '), type, all);
    }

    /** One with a line of its own in {@code \why}. */
    private static <T> FindingColumn<T> told(String name, String label, ColumnType<T> type, Use... uses) {
        EnumSet<Use> all = EnumSet.of(Use.WHY, uses);
        return new FindingColumn<>(name, label, type, all);
    }

    /** All columns, in the order in which captures and JSON have them. */
    public static List<FindingColumn<?>> all() {
        return Collections.unmodifiableList(DECLARED);
    }

    /** Those that have this use. */
    public static List<FindingColumn<?>> all(Use use) {
        return DECLARED.stream().filter(column -> column.has(use)).toList();
    }

    public boolean has(Use use) {
        return uses.contains(use);
    }

    /** As in SQL: {@code bytes_per_call}. */
    public String name() {
        return name;
    }

    /** As in JSON and SARIF: {@code bytesPerCall}. */
    public String field() {
        StringBuilder field = new StringBuilder();
        for (String part : name.split("_")) {
            field.append(
                    field.length() == 0 ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return field.toString();
    }

    /** What {@code \why} calls it. */
    public String label() {
        return label;
    }

    public ColumnType<T> type() {
        return type;
    }

    int index() {
        return index;
    }

    @Override
    public String toString() {
        return name;
    }
}
