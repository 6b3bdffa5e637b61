package dev.memcheck.render.view;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
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
 * picture after it. Exits 1 if a bar is missed; the bars are on the medians of the processor's time.
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

    private static final String ONE_LETTER = "search, one letter";

    private final int pictures;
    private final int presses;
    private boolean missed;

    private TreeViewFigures(int pictures, int presses) {
        this.pictures = pictures;
        this.presses = presses;
    }

    /** @param arguments {@code --quick} for fewer rounds */
    public static void main(String[] arguments) {
        boolean quick = Arrays.asList(arguments).contains("--quick");
        TreeViewFigures figures = quick ? new TreeViewFigures(400, 40) : new TreeViewFigures(2_000, 100);
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
        Series ofSmall = new Series();
        Series ofLarge = new Series();
        for (int round = -pictures; round < pictures; round++) {
            if (round == 0) {
                ofSmall.begin();
                ofLarge.begin();
            }
            ofSmall.time(small::picture);
            ofLarge.time(large::picture);
        }
        print("one picture, %d x %d, all open, %d times each%n", COLUMNS, ROWS, pictures);
        heading();
        row(SMALL + " contexts", ofSmall);
        row(LARGE + " contexts", ofLarge);
        bar("ratio of the medians", ofLarge.processor(0.5) / ofSmall.processor(0.5), MOST_RATIO);
    }

    private void keys() {
        for (int nodes : new int[] {SMALL, LARGE}) {
            Map<String, Series> series = new LinkedHashMap<>();
            TreeView view = view(nodes);
            for (int round = -presses / 4; round < presses; round++) {
                if (round == 0) {
                    series.values().forEach(Series::begin);
                }
                for (KeyTable.Binding binding : KeyTable.standard().bindings()) {
                    press(view, binding, series.computeIfAbsent(binding.action().label(), unused -> new Series()));
                }
                type(view, round, series.computeIfAbsent(ONE_LETTER, unused -> new Series()));
            }
            print("key to picture, %d contexts, %d times each%n", nodes, presses);
            heading();
            series.forEach(TreeViewFigures::row);
            series.forEach((action, took) -> {
                double most = looksAtAll(action) ? MOST_MILLIS_OF_ALL : MOST_MILLIS;
                if (took.processor(0.5) > most) {
                    bar(action + ", " + nodes + " contexts, median", took.processor(0.5), most);
                }
            });
        }
    }

    /** What may look at every context once. */
    private static boolean looksAtAll(String action) {
        return List.of(
                        ONE_LETTER,
                        ViewAction.EXPAND_ALL.label(),
                        ViewAction.COLLAPSE_ALL.label(),
                        ViewAction.FOLD_TO_DEPTH.label(),
                        ViewAction.NEXT_FINDING.label(),
                        // the first one in another tree
                        ViewAction.NEXT_MATCH.label(),
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

    /** Times one key and its picture. Whatever it opened is closed again. */
    private static void press(TreeView view, KeyTable.Binding binding, Series series) {
        Key key = binding.keys().get(0);
        boolean chooses = binding.action() == ViewAction.SORT || binding.action() == ViewAction.FILTER;
        if (chooses) {
            view.handle(key);
            view.handle(Key.of(Code.DOWN));
        }
        series.time(() -> {
            view.handle(chooses ? Key.of(Code.ENTER) : key);
            view.picture();
        });
        if (chooses) {
            view.handle(key);
            view.handle(Key.of(Code.HOME));
            view.handle(Key.of(Code.ENTER));
        }
        switch (binding.action()) {
            case SEARCH, RUN, HELP, STATEMENTS -> view.handle(Key.of(Code.ESCAPE));
            case TRANSIENT, OBSERVER, DETAIL, PAUSE, PEAK -> view.handle(key);
            default -> {
                // nothing to undo
            }
        }
    }

    /** Times the second letter of a search, which is left on for the keys that go to its matches. */
    private static void type(TreeView view, int round, Series series) {
        view.handle(Key.of('/'));
        view.handle(Key.of('n'));
        series.time(() -> {
            view.handle(Key.of('0' + Math.floorMod(round, 10)));
            view.picture();
        });
        view.handle(Key.of(Code.ENTER));
    }

    private void newTrees() {
        Snapshot before = snapshot(LARGE, 1);
        Snapshot after = snapshot(LARGE, 2);
        Series plain = new Series();
        Series compared = new Series();
        for (int round = -10; round < 20; round++) {
            if (round == 0) {
                plain.begin();
                compared.begin();
            }
            plain.time(() -> rows(TreeSubject.of(after, List.of())));
            compared.time(() -> rows(TreeSubject.of(SnapshotDiff.between(before, after), List.of())));
        }
        print("rows of a new snapshot, %d contexts%n", LARGE);
        heading();
        row("alone", plain);
        row("compared", compared);
    }

    private static void rows(TreeSubject subject) {
        TreeRows.of(subject, TreeOptions.defaults().withOpenDepth(2), new FoldState());
    }

    private static void heading() {
        print("  %-18s %9s %9s  %9s %9s  ms%n", "", "elapsed", "p99", "processor", "p99");
    }

    private static void row(String what, Series took) {
        print(
                "  %-18s %9.3f %9.3f  %9.3f %9.3f%n",
                what, took.elapsed(0.5), took.elapsed(0.99), took.processor(0.5), took.processor(0.99));
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

    private static void print(String form, Object... values) {
        System.out.print(String.format(Locale.ROOT, form, values));
    }
}
