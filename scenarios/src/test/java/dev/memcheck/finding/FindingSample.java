package dev.memcheck.finding;

import dev.memcheck.snapshot.NodeKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Findings for tests: a plausible one, and copies that differ in one respect. */
public final class FindingSample {
    private final CheckType checkType;
    private final List<String> path;
    private Severity severity = Severity.WARNING;
    private boolean confirmed = true;
    private String ident = "";
    private Optional<NodeKey> node = Optional.empty();
    private long bytes = 128;
    private long count = 1;
    private OptionalDouble bytesPerCall = OptionalDouble.empty();
    private int occurrences = 2;
    private String detail = "a sample";
    private Site site = new Site(
            Optional.of("buggy_ext"),
            Optional.of("leak_top"),
            Optional.of("buggy_ext.c"),
            OptionalInt.of(41),
            List.of("leak_top+0x1f (buggy_ext) at buggy_ext.c:41", "ExecInterpExpr+0x10 (postgres)"));

    private OptionalInt scenarioSession = OptionalInt.empty();
    private List<String> freedStack = List.of();

    private FindingSample(CheckType checkType, String... path) {
        this.checkType = checkType;
        this.path = List.of(path);
    }

    /** A confirmed WARNING of 128 bytes in 1 chunk or context, allocated by {@code leak_top} of {@code buggy_ext}. */
    public static FindingSample of(CheckType checkType, String... path) {
        return new FindingSample(checkType, path);
    }

    public FindingSample severity(Severity value) {
        severity = value;
        return this;
    }

    /** Seen once: INFO and unconfirmed. */
    public FindingSample unconfirmed() {
        confirmed = false;
        severity = Severity.INFO;
        occurrences = 1;
        return this;
    }

    public FindingSample on(NodeKey value) {
        node = Optional.of(value);
        return this;
    }

    public FindingSample ident(String value) {
        ident = value;
        return this;
    }

    public FindingSample bytes(long value) {
        bytes = value;
        return this;
    }

    public FindingSample count(long value) {
        count = value;
        return this;
    }

    public FindingSample bytesPerCall(double value) {
        bytesPerCall = OptionalDouble.of(value);
        return this;
    }

    /** In how many repeats it was seen. */
    public FindingSample occurrences(int value) {
        occurrences = value;
        return this;
    }

    public FindingSample detail(String value) {
        detail = value;
        return this;
    }

    public FindingSample site(Site value) {
        site = value;
        return this;
    }

    /** Of memory that was given back there, innermost frame first. */
    public FindingSample freedAt(String... frames) {
        freedStack = List.of(frames);
        return this;
    }

    /** In this of several sessions that a scenario ran. */
    public FindingSample inScenarioSession(int number) {
        scenarioSession = OptionalInt.of(number);
        return this;
    }

    /** Allocated by this function of this library, nothing else known. */
    public FindingSample by(String symbol, String library) {
        return site(
                new Site(Optional.of(library), Optional.of(symbol), Optional.empty(), OptionalInt.empty(), List.of()));
    }

    public Finding finding() {
        return Finding.builder()
                .set(FindingColumn.CHECK_TYPE, checkType)
                .set(FindingColumn.SEVERITY, severity)
                .set(FindingColumn.CONFIRMED, confirmed)
                .set(FindingColumn.CONTEXT_PATH, path)
                .set(FindingColumn.CONTEXT_IDENT, ident)
                .set(FindingColumn.NODE_KEY, node)
                .set(FindingColumn.BYTES, bytes)
                .set(FindingColumn.COUNT, count)
                .set(FindingColumn.BYTES_PER_CALL, bytesPerCall)
                .set(FindingColumn.OCCURRENCES, occurrences)
                .site(site)
                .set(FindingColumn.FREED_STACK, freedStack)
                .set(FindingColumn.PROVENANCE, site.isKnown() ? Provenance.EXTENSION : Provenance.UNKNOWN)
                .set(FindingColumn.STATEMENT, "SELECT leak_top()")
                .set(FindingColumn.DETAIL, detail)
                .set(FindingColumn.SCENARIO_SESSION, scenarioSession)
                .build();
    }
}
