package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.tree.TreeFilter;
import dev.memcheck.render.tree.TreeSort;
import dev.memcheck.render.words.Mark;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Two lines: which tree is shown and how, and what is known of its statement. */
final class StatusBar {
    private static final String GAP = "  ";

    private final ViewHost host;
    private final Glyphs glyphs;
    private final MomentCursor moments;
    private final TreePane tree;
    private final RunClock clock;

    StatusBar(ViewHost host, Glyphs glyphs, MomentCursor moments, TreePane tree, RunClock clock) {
        this.host = host;
        this.glyphs = glyphs;
        this.moments = moments;
        this.tree = tree;
        this.clock = clock;
    }

    /** Whose tree, which moment, how it is shown. */
    StyledLine where(int columns) {
        String place = tree.rows()
                .map(rows -> GAP + (tree.cursor() + 1) + "/" + rows.size())
                .orElse("");
        StyledLine.Builder line = StyledLine.builder();
        line.add(CellWidth.clip(ServerText.clean(host.subject()), columns / 3, glyphs.ellipsis()), Style.HEADING);
        line.add(divider(), Style.DIM).add(moment(), Style.PLAIN);
        counts(line);
        flag(line, moments.isPaused() ? "paused" : "", Style.WARNING);
        flag(line, clock.elapsed().isPresent() ? "running " + elapsed() : "", Style.WARNING);
        flag(line, since(), Style.DIM);
        flag(line, filter(tree.filter()), Style.WARNING);
        TreeSort sort = tree.options().sort();
        flag(line, sort == TreeSort.TREE ? "" : "by " + sort.name().toLowerCase(Locale.ROOT), Style.DIM);
        flag(line, tree.isCountingTransientChanges() ? "all changes" : "", Style.DIM);
        flag(line, tree.options().observer() ? "with memcheck" : "", Style.DIM);
        int thinned = moments.timeline().thinned();
        flag(line, thinned == 0 ? "" : "thinned " + thinned, Style.DIM);
        StyledLine left = line.line().clip(Math.max(0, columns - place.length()), glyphs.ellipsis());
        return StyledLine.builder()
                .add(left)
                .padTo(columns - place.length())
                .add(place, Style.DIM)
                .line();
    }

    /** The statement that is running, or the one whose tree is shown with what it left. */
    StyledLine what() {
        Optional<Shown> shown = tree.shown();
        StyledLine.Builder line = StyledLine.builder();
        if (moments.isLive() && moments.unseen().isPresent()) {
            line.add("cannot be seen: " + moments.unseen().get(), Style.WARNING);
        } else if (moments.isLive() && clock.running().isPresent()) {
            shown.filter(Shown::isInside).ifPresent(tree -> line.add(retained(tree) + ": ", Style.DIM));
            line.add(clock.running().get().strip());
        } else if (shown.flatMap(Shown::moment).isPresent()) {
            ended(line, shown.get(), shown.get().moment().get());
        } else if (shown.isPresent()) {
            line.add(retained(shown.get()), Style.DIM);
            moments.activity().ifPresent(activity -> line.add(": " + activity.strip()));
        }
        return line.line();
    }

    /** A statement in the list of all: its number, what it retained, its time, its findings, its text. */
    static StyledLine statement(Moment moment, long retained) {
        StyledLine.Builder line = StyledLine.builder();
        line.add(CellWidth.padLeft(String.valueOf(moment.statement()), 5) + GAP);
        String difference = retained == 0 ? "0" : AmountWords.difference(retained);
        line.add(CellWidth.padLeft(difference, 12) + GAP, retained > 0 ? Style.GREW : Style.PLAIN);
        line.add(CellWidth.padLeft(AmountWords.brief(moment.durationMicros()), 9) + GAP, Style.DIM);
        line.add(CellWidth.padRight(counted(moment.findings().size()), 12) + GAP, Style.WARNING);
        line.add(moment.failed() ? "failed: " : "", Style.ERROR);
        return line.add(moment.sql().strip()).line();
    }

    /** A filter in a few words; empty for the one that lets everything pass. */
    static String filter(TreeFilter filter) {
        return filter.accept(new TreeFilter.Visitor<>() {
            @Override
            public String all(TreeFilter.All all) {
                return "";
            }

            @Override
            public String changed(TreeFilter.Changed changed) {
                return "only changed";
            }

            @Override
            public String arisen(TreeFilter.Arisen arisen) {
                return "only what arose";
            }

            @Override
            public String withFindings(TreeFilter.WithFindings findings) {
                return "only findings";
            }

            @Override
            public String byName(TreeFilter.ByName named) {
                return "only \"" + named.pattern().pattern() + "\"";
            }

            @Override
            public String bySize(TreeFilter.BySize sized) {
                return "only " + AmountWords.bytes(sized.bytes()) + " or more";
            }

            @Override
            public String inverse(TreeFilter.Inverse inverse) {
                return "not " + filter(inverse.filter());
            }
        });
    }

    private String moment() {
        Optional<Shown> shown = tree.shown();
        if (shown.isEmpty()) {
            return "nothing seen yet";
        }
        String live = moments.isLive() && isMoving() ? "live, " : "";
        return switch (shown.get().kind()) {
            case CONNECTED -> live + "when connected";
            case OBSERVED -> live + "now";
            case PEAK -> live + "peak of " + numbered(shown.get());
            case ENDED -> live + numbered(shown.get());
        };
    }

    /** Whether something runs, as far as is known of a backend that is only watched. */
    private boolean isMoving() {
        return clock.running().isPresent()
                || !host.canRun() && moments.timeline().moments().isEmpty();
    }

    private String divider() {
        return " " + glyphs.divider() + " ";
    }

    /** How many findings the session has. */
    private void counts(StyledLine.Builder line) {
        List<NumberedFinding> all = moments.findings();
        int confirmed = (int)
                all.stream().filter(finding -> finding.finding().confirmed()).count();
        String gap = divider();
        if (confirmed > 0) {
            line.add(gap, Style.DIM).add(confirmed + " confirmed", Style.LEAKED);
            gap = GAP;
        }
        if (all.size() > confirmed) {
            line.add(gap, Style.DIM).add(all.size() - confirmed + " unconfirmed", Style.UNCONFIRMED);
        }
    }

    private String numbered(Shown shown) {
        List<Moment> all = moments.timeline().moments();
        int statement = shown.moment().orElseThrow().statement();
        return "statement " + statement + " of " + all.get(all.size() - 1).statement();
    }

    private String since() {
        return tree.shown()
                .map(Shown::since)
                .filter(since -> !since.isEmpty())
                .map(since -> "since " + since)
                .orElse("");
    }

    private String elapsed() {
        return AmountWords.brief(clock.elapsed().orElse(0));
    }

    private static void flag(StyledLine.Builder line, String text, Style style) {
        if (!text.isEmpty()) {
            line.add(GAP).add(text, style);
        }
    }

    /** As short as it can be: the text of the statement comes last, and is cut off. */
    private static void ended(StyledLine.Builder line, Shown shown, Moment moment) {
        long retained = shown.retainedBytes();
        String difference = retained == 0 ? "nothing retained" : "retained " + AmountWords.difference(retained);
        line.add(moment.failed() ? "failed" + GAP : "", Style.ERROR);
        line.add(AmountWords.brief(moment.durationMicros()) + GAP, Style.DIM);
        line.add(difference + GAP, retained > 0 ? Style.GREW : retained < 0 ? Style.SHRANK : Style.DIM);
        shown.peakBytes().ifPresent(peak -> line.add("peak " + AmountWords.bytes(peak) + GAP, Style.DIM));
        found(line, shown.findings());
        line.add(moment.sql().strip());
    }

    private static void found(StyledLine.Builder line, List<NumberedFinding> findings) {
        findings.stream()
                .map(numbered -> Mark.of(numbered.finding()))
                .min(Comparator.naturalOrder())
                .ifPresent(worst -> line.add(counted(findings.size()) + GAP, worst.style()));
    }

    private static String counted(int findings) {
        return findings == 0 ? "" : AmountWords.counted(findings, "finding");
    }

    private static String retained(Shown shown) {
        String total = AmountWords.bytes(shown.totalBytes()) + " in all";
        return shown.retainedBytes() == 0
                ? total
                : total + ", retained " + AmountWords.difference(shown.retainedBytes());
    }
}
