package dev.memcheck.render.view;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.render.FoldState;
import dev.memcheck.render.Glyphs;
import dev.memcheck.render.TreeOptions;
import dev.memcheck.render.TreeRows;
import dev.memcheck.render.TreeSubject;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.render.view.ViewInput.Key;
import dev.memcheck.run.Timeline;
import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Measures the tree view without a terminal: one picture of a small and of a large tree in turn, and from each key to the
 * picture after it. Exits 1 if a bar is missed.
 */
public final class TreeViewFigures {
    private static final int SMALL = 1_000;
    private static final int LARGE = 100_000;
    private static final int COLUMNS = 120;
    private static final int ROWS = 40;
    private static final int MOMENTS = 30;
    private static final double MOST_RATIO = 1.2;
    private static final double MOST_MILLIS = 16;
    private static final double MOST_MILLIS_OF_ALL = 100;

    private final int pictures;
    private final int presses;
    private boolean missed;

    private TreeViewFigures(int pictures, int presses) {
        this.pictures = pictures;
        this.presses = presses;
    }

    /** @param arguments {@code --quick} for a tenth of the rounds */
    public static void main(String[] arguments) {
        boolean quick = Arrays.asList(arguments).contains("--quick");
        TreeViewFigures figures = quick ? new TreeViewFigures(400, 40) : new TreeViewFigures(4_000, 300);
        figures.pictures();
        figures.keys();
        figures.newTrees();
        System.out.println(figures.missed ? "MISSED" : "met: all bars");
        System.exit(figures.missed ? 1 : 0);
    }

    /** In turn, so that what else the machine does meets both. Everything is open, the cursor in the middle. */
    private void pictures() {
        TreeView small = opened(SMALL);
        TreeView large = opened(LARGE);
        for (int round = 0; round < pictures; round++) {
            picture(small);
            picture(large);
        }
        double[] smallMillis = new double[pictures];
        double[] largeMillis = new double[pictures];
        for (int round = 0; round < pictures; round++) {
            smallMillis[round] = picture(small);
            largeMillis[round] = picture(large);
        }
        double ratio = quantile(largeMillis, 0.5) / quantile(smallMillis, 0.5);
        print("one picture, %d x %d, all open, %d times each%n", COLUMNS, ROWS, pictures);
        print(
                "%10d contexts: p50 %7.3f ms, p99 %7.3f ms%n",
                SMALL, quantile(smallMillis, 0.5), quantile(smallMillis, 0.99));
        print(
                "%10d contexts: p50 %7.3f ms, p99 %7.3f ms%n",
                LARGE, quantile(largeMillis, 0.5), quantile(largeMillis, 0.99));
        bar("ratio of the medians", ratio, MOST_RATIO);
    }

    private void keys() {
        for (int nodes : new int[] {SMALL, LARGE}) {
            print("key to picture, %d contexts, %d times each, milliseconds%n", nodes, presses);
            print("  %-18s %8s %8s%n", "", "p50", "p99");
            Map<String, double[]> millis = new LinkedHashMap<>();
            TreeView view = view(nodes);
            for (int round = -presses / 4; round < presses; round++) {
                for (KeyTable.Binding binding : KeyTable.standard().bindings()) {
                    double took = pressed(view, binding);
                    if (round >= 0) {
                        millis.computeIfAbsent(binding.action().label(), unused -> new double[presses])[round] = took;
                    }
                }
                double took = typed(view, round);
                if (round >= 0) {
                    millis.computeIfAbsent("search, one letter", unused -> new double[presses])[round] = took;
                }
            }
            millis.forEach((action, took) -> {
                print("  %-18s %8.3f %8.3f%n", action, quantile(took, 0.5), quantile(took, 0.99));
            });
            millis.forEach((action, took) -> {
                boolean all = looksAtAll(action);
                double most = all ? MOST_MILLIS_OF_ALL : MOST_MILLIS;
                if (quantile(took, 0.5) > most) {
                    bar(action + ", " + nodes + " contexts, median", quantile(took, 0.5), most);
                }
            });
        }
    }

    /** What may look at every context once. */
    private static boolean looksAtAll(String action) {
        return List.of(
                        "search, one letter",
                        ViewAction.EXPAND_ALL.label(),
                        ViewAction.COLLAPSE_ALL.label(),
                        ViewAction.FOLD_TO_DEPTH.label(),
                        ViewAction.NEXT_FINDING.label(),
                        ViewAction.SORT.label(),
                        ViewAction.FILTER.label(),
                        // these show another tree
                        ViewAction.TRANSIENT.label(),
                        ViewAction.OBSERVER.label(),
                        ViewAction.BASELINE.label(),
                        ViewAction.EARLIER.label(),
                        ViewAction.LATER.label(),
                        ViewAction.LIVE.label(),
                        ViewAction.PEAK.label())
                .contains(action);
    }

    /** The time of one key and its picture. Whatever it opened is closed again. */
    private static double pressed(TreeView view, KeyTable.Binding binding) {
        boolean chooses = binding.action() == ViewAction.SORT || binding.action() == ViewAction.FILTER;
        if (chooses) {
            view.handle(binding.keys().get(0));
            view.handle(Key.of(Code.DOWN));
        }
        long start = System.nanoTime();
        view.handle(chooses ? Key.of(Code.ENTER) : binding.keys().get(0));
        view.picture();
        double millis = since(start);
        if (chooses) {
            view.handle(binding.keys().get(0));
            view.handle(Key.of(Code.HOME));
            view.handle(Key.of(Code.ENTER));
        }
        switch (binding.action()) {
            case SEARCH, RUN, HELP, STATEMENTS -> view.handle(Key.of(Code.ESCAPE));
            case TRANSIENT, OBSERVER, DETAIL, PAUSE, PEAK ->
                view.handle(binding.keys().get(0));
            default -> {
                // nothing to undo
            }
        }
        return millis;
    }

    private static double typed(TreeView view, int round) {
        view.handle(Key.of('/'));
        view.handle(Key.of('n'));
        long start = System.nanoTime();
        view.handle(Key.of('0' + Math.floorMod(round, 10)));
        view.picture();
        double millis = since(start);
        view.handle(Key.of(Code.ESCAPE));
        return millis;
    }

    private void newTrees() {
        Snapshot before = snapshot(LARGE, 1);
        Snapshot after = snapshot(LARGE, 2);
        double[] plain = new double[20];
        double[] compared = new double[20];
        for (int round = -10; round < plain.length; round++) {
            double first = rows(TreeSubject.of(after, List.of()));
            double second = rows(TreeSubject.of(SnapshotDiff.between(before, after), List.of()));
            if (round >= 0) {
                plain[round] = first;
                compared[round] = second;
            }
        }
        print(
                "rows of a new snapshot, %d contexts: p50 %.1f ms; compared with another: p50 %.1f ms%n",
                LARGE, quantile(plain, 0.5), quantile(compared, 0.5));
    }

    private static double rows(TreeSubject subject) {
        long start = System.nanoTime();
        TreeRows.of(subject, TreeOptions.defaults().withOpenDepth(2), new FoldState());
        return since(start);
    }

    private static double picture(TreeView view) {
        long start = System.nanoTime();
        view.picture();
        return since(start);
    }

    private static TreeView opened(int nodes) {
        TreeView view = view(nodes);
        view.handle(Key.of('E'));
        view.handle(Key.of(Code.END));
        for (int page = 0; page < nodes / ROWS / 2; page++) {
            view.handle(Key.of(Code.PAGE_UP));
        }
        return view;
    }

    private static TreeView view(int nodes) {
        HandHost host = new HandHost();
        Snapshot last = snapshot(nodes, 1);
        host.timeline = new Timeline(Optional.of(last), List.of(), 0);
        for (int moment = 2; moment < MOMENTS; moment++) {
            Snapshot next = moment % 10 == 0 ? snapshot(nodes, moment) : last;
            host.add(SampleSession.moment(moment, "SELECT " + moment, last, next, List.of()));
            last = next;
        }
        TreeView view = new TreeView(host, Glyphs.unicode());
        view.resize(COLUMNS, ROWS);
        return view;
    }

    /** Some ten children each, a tenth of all of one name below one parent; a hundredth grows with each snapshot. */
    private static Snapshot snapshot(int nodes, int sequence) {
        Random random = new Random(1);
        List<ContextNode> made = new ArrayList<>();
        for (int number = 0; number < nodes; number++) {
            boolean isCrowd = number > nodes * 9 / 10;
            int parent = isCrowd ? 1 : (number - 1) / 10;
            Optional<ContextNode> above = number == 0 ? Optional.empty() : Optional.of(made.get(parent));
            long used = 1_000 + (number % 100 == 7 ? 100L * sequence : 0);
            made.add(new ContextNode(
                    new NodeKey(number + 1),
                    above.map(ContextNode::key),
                    above.map(node -> node.level() + 1).orElse(0),
                    isCrowd ? "index info" : "n" + random.nextInt(1_000_000),
                    number % 3 == 0 ? "SELECT " + number : "",
                    ContextKind.ALLOC_SET,
                    Lifetime.BACKEND,
                    false,
                    false,
                    8_192 + used,
                    8_192,
                    1,
                    0));
        }
        return Snapshot.of(1, sequence, Instant.ofEpochSecond(sequence), made);
    }

    private void bar(String what, double value, double most) {
        boolean met = value <= most;
        missed |= !met;
        print("%s: %s: %.3f, bar at most %.1f%n", met ? "met" : "MISSED", what, value, most);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
    }

    private static void print(String form, Object... values) {
        System.out.print(String.format(Locale.ROOT, form, values));
    }
}
