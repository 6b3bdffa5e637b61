package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.tree.Amounts;
import dev.memcheck.render.tree.TreeRow;
import dev.memcheck.render.words.ContentWords;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Everything that is known about one row of the tree, as lines of any width. */
final class DetailText {
    private static final int LABEL_CELLS = 12;
    /** Findings told in full; a node may have hundreds. */
    private static final int STORIES = 20;

    private final Glyphs glyphs;
    private final Shown shown;
    private final Function<NodeKey, List<ContentPart>> contents;
    private final List<StyledLine> lines = new ArrayList<>();

    /** @param contents what is in a context, as far as it is known */
    DetailText(Glyphs glyphs, Shown shown, Function<NodeKey, List<ContentPart>> contents) {
        this.glyphs = glyphs;
        this.shown = shown;
        this.contents = contents;
    }

    List<StyledLine> lines() {
        return lines;
    }

    /**
     * @param path names from the root to the row's context
     * @param history used bytes after each of the last statements, oldest first
     */
    void add(TreeRow row, List<String> path, List<OptionalLong> history) {
        row.accept(new TreeRow.Visitor<Void, RuntimeException>() {
            @Override
            public Void node(TreeRow.Node node) {
                DetailText.this.node(node, path, history);
                return null;
            }

            @Override
            public Void group(TreeRow.Group group) {
                DetailText.this.group(group, path);
                return null;
            }

            @Override
            public Void blame(TreeRow.Blame blame) {
                story(blame.finding());
                return null;
            }

            /** The row says all. */
            @Override
            public Void moreFindings(TreeRow.MoreFindings more) {
                return null;
            }

            @Override
            public Void elsewhere(TreeRow.Elsewhere elsewhere) {
                story(elsewhere.finding());
                return null;
            }
        });
    }

    /** A finding in full, with its call stack. */
    void story(Finding finding) {
        if (!lines.isEmpty()) {
            lines.add(StyledLine.plain(""));
        }
        lines.addAll(new FindingStory(glyphs).lines(shown.number(finding), finding));
    }

    private void node(TreeRow.Node row, List<String> path, List<OptionalLong> history) {
        ContextNode node = row.node().node();
        lines.add(StyledLine.of(node.name(), Style.HEADING));
        say("ident", node.ident().strip());
        say("path", String.join(glyphs.into(), path));
        say("kind", node.kind().label() + lifetime(node.lifetime()));
        boolean gone = row.node().after().isEmpty();
        say(
                gone ? "total, was" : "total",
                AmountWords.bytes(node.totalBytes()) + counted(" in ", node.blocks(), "block"));
        say(gone ? "used, was" : "used", AmountWords.bytes(node.usedBytes()));
        say("free", AmountWords.bytes(node.freeBytes()) + counted(" in ", node.freeChunks(), "free chunk"));
        say("change", change(row));
        holds(contents.apply(node.key()));
        if (row.fold() != TreeRow.Fold.LEAF) {
            say("with below", amounts(row.whole()));
        }
        say("notes", notes(node));
        say("key", node.key().toString());
        history(history);
        row.findings().stream().limit(STORIES).forEach(this::story);
        if (row.findings().size() > STORIES) {
            lines.add(StyledLine.plain(""));
            say("", row.findings().size() - STORIES + " more findings: \\findings");
        }
    }

    private void group(TreeRow.Group row, List<String> path) {
        String which = switch (row.kind()) {
            case OTHERS, ALL -> " contexts named " + row.name();
            case ALIKE -> " contexts named like " + row.name();
            case UNCHANGED -> " contexts that did not change";
        };
        lines.add(StyledLine.of(row.count() + which, Style.HEADING));
        say("below", String.join(glyphs.into(), path));
        say("together", amounts(row.whole()));
    }

    private String change(TreeRow.Node row) {
        if (shown.since().isEmpty()) {
            return "";
        }
        if (row.node().before().isEmpty()) {
            return "new since " + shown.since();
        }
        if (row.node().after().isEmpty()) {
            return "gone since " + shown.since();
        }
        long delta = row.node().usedDelta();
        String by = delta == 0 ? "none" : AmountWords.difference(delta) + " used";
        return by + " since " + shown.since();
    }

    private void holds(List<ContentPart> parts) {
        say("holds", ContentWords.of(parts));
        String followed =
                ContentWords.of(parts.stream().filter(ContentPart::followed).toList());
        if (!followed.isEmpty()) {
            say("", "of what came in the window: " + followed);
        }
    }

    private void history(List<OptionalLong> history) {
        List<Long> known = history.stream()
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
        if (known.size() > 1) {
            long low = known.stream().mapToLong(Long::longValue).min().orElseThrow();
            long high = known.stream().mapToLong(Long::longValue).max().orElseThrow();
            String more = low == high ? ", always" : ", and up to " + AmountWords.difference(high - low);
            say(
                    "history",
                    "used after " + AmountWords.counted(history.size(), "statement") + ": " + AmountWords.bytes(low)
                            + more);
            say("", Sparkline.of(history, glyphs));
        }
    }

    private static String amounts(Amounts whole) {
        String difference = whole.difference() == 0 ? "" : ", " + AmountWords.difference(whole.difference()) + " used";
        return AmountWords.bytes(whole.total()) + " total, " + AmountWords.bytes(whole.used()) + " used" + difference;
    }

    private static String lifetime(Lifetime lifetime) {
        return switch (lifetime) {
            case BACKEND -> ", lives as long as the backend";
            case TRANSACTION -> ", lives as long as the transaction";
            case STATEMENT -> ", lives as long as the statement at most";
            case UNKNOWN -> "";
        };
    }

    private static String notes(ContextNode node) {
        if (node.observer()) {
            return "memcheck's own";
        }
        return node.clockDriven() ? "moves with the clock" : "";
    }

    /** Empty where the server did not tell how many. */
    private static String counted(String before, long count, String noun) {
        return count == 0 ? "" : before + AmountWords.counted(count, noun);
    }

    private void say(String label, String text) {
        if (!text.isEmpty()) {
            lines.add(StyledLine.builder()
                    .add("  " + label, Style.DIM)
                    .padTo(LABEL_CELLS + 2)
                    .add(text)
                    .line());
        }
    }
}
