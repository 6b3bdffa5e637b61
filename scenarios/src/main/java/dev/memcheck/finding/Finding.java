package dev.memcheck.finding;

import dev.memcheck.snapshot.NodeKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * A violation tied to a node: one row per check type, context path and site, however many chunks or contexts. What it says is
 * the list of {@link FindingColumn}; the methods here are for those that code asks for.
 */
public final class Finding {
    /** Confirmed before unconfirmed, then by severity, then by bytes. */
    public static final Comparator<Finding> WORST_FIRST = Finding::worstFirst;

    /** By the index of the column, each of its type. */
    private final Object[] values;

    private final Site site;

    /** Null until it is first asked for: it takes a look at each frame of the stack. */
    private DefectKey defectKey;

    private Finding(Object[] values) {
        this.values = values;
        if (occurrences() < 1) {
            throw new IllegalArgumentException("a finding occurs at least once, not " + occurrences() + " times");
        }
        site = new Site(
                get(FindingColumn.SOURCE_LIB),
                get(FindingColumn.SYMBOL),
                get(FindingColumn.SOURCE_FILE),
                get(FindingColumn.SOURCE_LINE),
                get(FindingColumn.STACK));
    }

    /** Of a finding that says nothing yet; it must at least say its kind and severity. */
    public static Builder builder() {
        return new Builder(new Object[FindingColumn.all().size()]);
    }

    /** Of a finding that says the same. */
    public Builder toBuilder() {
        return new Builder(values.clone());
    }

    /** What it says in a column. */
    @SuppressWarnings("unchecked")
    public <T> T get(FindingColumn<T> column) {
        return (T) values[column.index()];
    }

    /** Whether it says more in a column than that it is not known. */
    public <T> boolean knows(FindingColumn<T> column) {
        return column.type().absent().filter(get(column)::equals).isEmpty();
    }

    /** Gives what it says in a column to a writer. */
    public <T, X extends Exception> void write(FindingColumn<T> column, ColumnWriter<X> writer) throws X {
        column.type().write(writer, get(column));
    }

    public CheckType checkType() {
        return get(FindingColumn.CHECK_TYPE);
    }

    public Severity severity() {
        return get(FindingColumn.SEVERITY);
    }

    public boolean confirmed() {
        return get(FindingColumn.CONFIRMED);
    }

    public List<String> contextPath() {
        return get(FindingColumn.CONTEXT_PATH);
    }

    public String contextIdent() {
        return get(FindingColumn.CONTEXT_IDENT);
    }

    public Optional<NodeKey> node() {
        return get(FindingColumn.NODE_KEY);
    }

    public long bytes() {
        return get(FindingColumn.BYTES);
    }

    public long count() {
        return get(FindingColumn.COUNT);
    }

    public OptionalDouble bytesPerCall() {
        return get(FindingColumn.BYTES_PER_CALL);
    }

    public int occurrences() {
        return get(FindingColumn.OCCURRENCES);
    }

    /** Who allocated, used or broke it. */
    public Site site() {
        return site;
    }

    /**
     * Who allocated, used or broke it, in one line, and for whom: {@code serialize (my_ext) at list.c:12, called by my_fn}. Empty if
     * that is not known.
     */
    public String owner() {
        return site.label()
                + get(FindingColumn.CALLED_BY)
                        .map(name -> ", called by " + name)
                        .orElse("");
    }

    public List<String> freedStack() {
        return get(FindingColumn.FREED_STACK);
    }

    public List<String> madeStack() {
        return get(FindingColumn.MADE_STACK);
    }

    public Provenance provenance() {
        return get(FindingColumn.PROVENANCE);
    }

    public String statement() {
        return get(FindingColumn.STATEMENT);
    }

    public String detail() {
        return get(FindingColumn.DETAIL);
    }

    public OptionalInt scenarioSession() {
        return get(FindingColumn.SCENARIO_SESSION);
    }

    /** Name of the context itself, empty where no context is concerned. */
    public String contextName() {
        List<String> path = contextPath();
        return path.isEmpty() ? "" : path.get(path.size() - 1);
    }

    /** What tells it from the findings of other defects. */
    public DefectKey defectKey() {
        if (defectKey == null) {
            boolean told = site.isKnown() || !contextPath().isEmpty();
            List<String> frames = site.ownFrames().stream()
                    .map(frame -> Frame.of(frame).inAnyDirectory().toString())
                    .toList();
            defectKey = new DefectKey(
                    checkType(), contextPath(), site.library(), site.symbol(), frames, told ? "" : detail());
        }
        return defectKey;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Finding finding && Arrays.equals(values, finding.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "Finding[", "]");
        FindingColumn.all().forEach(column -> text.add(column + "=" + get(column)));
        return text.toString();
    }

    /** Gathers what a finding says. */
    public static final class Builder {
        private final Object[] values;

        private Builder(Object[] values) {
            this.values = values;
        }

        public <T> Builder set(FindingColumn<T> column, T value) {
            values[column.index()] = column.type().kept(value);
            return this;
        }

        /** Sets a column to what a reader has. */
        public <T, X extends Exception> Builder read(FindingColumn<T> column, ColumnReader<X> reader) throws X {
            return set(column, column.type().read(reader));
        }

        /** The columns of who allocated, used or broke it. */
        public Builder site(Site site) {
            return set(FindingColumn.SOURCE_LIB, site.library())
                    .set(FindingColumn.SYMBOL, site.symbol())
                    .set(FindingColumn.SOURCE_FILE, site.sourceFile())
                    .set(FindingColumn.SOURCE_LINE, site.sourceLine())
                    .set(FindingColumn.STACK, site.stack());
        }

        /** @throws IllegalArgumentException if it does not say what every finding must */
        public Finding build() {
            Object[] all = values.clone();
            for (FindingColumn<?> column : FindingColumn.all()) {
                if (all[column.index()] == null) {
                    all[column.index()] = column.type()
                            .absent()
                            .map(Object.class::cast)
                            .orElseThrow(() -> new IllegalArgumentException("a finding has a " + column));
                }
            }
            return new Finding(all);
        }
    }

    /** Each run sorts, and a chain of comparators is made of a dozen lambdas. */
    private static int worstFirst(Finding one, Finding other) {
        int order = Boolean.compare(other.confirmed(), one.confirmed());
        order = order == 0 ? other.severity().compareTo(one.severity()) : order;
        return order == 0 ? Long.compare(other.bytes(), one.bytes()) : order;
    }
}
