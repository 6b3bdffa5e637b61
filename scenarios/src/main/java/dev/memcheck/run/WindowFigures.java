package dev.memcheck.run;

import dev.memcheck.scenario.ScenarioCurve;
import dev.memcheck.script.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was measured in a window: what each execution kept, and the curves of a scenario. The first of each statement, by its text or its place, fills caches and does not
 * count.
 */
final class WindowFigures {
    private final Set<Object> seen = new HashSet<>();
    private final List<Long> bytes = new ArrayList<>();
    private List<ScenarioCurve> curves = List.of();

    void ran(String sql, Position position, long kept) {
        boolean newText = seen.add(sql);
        boolean newPlace = seen.add(position);
        if (!(newText && newPlace)) {
            bytes.add(kept);
        }
    }

    void measured(List<ScenarioCurve> scenario) {
        curves = List.copyOf(scenario);
    }

    /** What the scenario measured whose window it is. */
    List<ScenarioCurve> curves() {
        return curves;
    }

    /** How many count. */
    int executions() {
        return bytes.size();
    }

    /**
     * Bytes for each execution, rounded up: the lower average of the two halves, so that what grows once, as a table that
     * is full, does not count. Empty where nothing ran twice.
     */
    OptionalLong perCall() {
        if (bytes.isEmpty()) {
            return OptionalLong.empty();
        }
        int half = bytes.size() / 2;
        long later = average(bytes.subList(half, bytes.size()));
        return OptionalLong.of(half == 0 ? later : Math.min(average(bytes.subList(0, half)), later));
    }

    private static long average(List<Long> amounts) {
        long sum = amounts.stream().mapToLong(Long::longValue).sum();
        return -Math.floorDiv(-sum, (long) amounts.size());
    }
}
