package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Site;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.Doubt;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.render.words.Mark;
import dev.memcheck.render.words.Remedy;
import dev.memcheck.render.words.SourceText;
import dev.memcheck.run.NumberedFinding;
import java.util.ArrayList;
import java.util.List;

/** One finding on one look: what, by which statement, where, what to change, and the frames that are not the server's. */
final class FindingCard {
    /** Before what is told stands what it is. */
    static final int LABEL_CELLS = 9;

    private static final String SERVER = "postgres";
    private static final String OWNER = "=> ";

    private final Glyphs glyphs;
    private final List<StyledLine> lines = new ArrayList<>();

    FindingCard(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    /**
     * @param source lines around where the finding is, after one that names the file; empty if that is not known
     * @return of any width
     */
    List<StyledLine> lines(NumberedFinding numbered, List<StyledLine> source) {
        Finding finding = numbered.finding();
        lines.add(StyledLine.builder()
                .add(Mark.sign(finding), Mark.of(finding).style())
                .add("  " + FindingText.amount(finding), Style.HEADING)
                .line());
        say("SQL", ServerText.clean(finding.statement()), Style.PLAIN);
        say("SURE", Doubt.certainty(finding), Style.PLAIN);
        say("AT", FindingText.site(finding), Style.SITE);
        for (StyledLine line : source.subList(Math.min(1, source.size()), source.size())) {
            if (line.text().startsWith(SourceText.CHANGED)) {
                say(
                        "CHANGED",
                        line.text().substring(SourceText.CHANGED.length()).strip(),
                        Style.PLAIN);
            } else {
                lines.add(line);
            }
        }
        say("FIX", Remedy.of(finding), Style.PLAIN);
        say("HOLDS", ServerText.clean(finding.get(FindingColumn.HOLDS).orElse("")), Style.PLAIN);
        stack(finding.site());
        say("CONTEXT", FindingText.where(finding, glyphs), Style.PLAIN);
        say("SAYS", ServerText.clean(finding.detail()), Style.PLAIN);
        return lines;
    }

    /** Without memcheck's frames; those of the server that follow each other in one row. */
    private void stack(Site site) {
        String label = "STACK";
        int servers = 0;
        boolean owned = false;
        boolean isInside = true;
        for (Frame frame : Frame.withoutObserver(site.stack())) {
            boolean isServer = frame.library().filter(SERVER::equals).isPresent();
            // What called the server's main() started the process.
            isInside &= !(isServer && frame.function().equals("main"));
            if (isServer || !isInside) {
                servers++;
                continue;
            }
            label = fold(label, servers);
            servers = 0;
            boolean owner = !owned && site.owns(frame);
            owned |= owner;
            String place = frame.place()
                    .map(where -> "  " + where.substring(where.lastIndexOf('/') + 1))
                    .orElse(frame.library()
                            .map(library -> "  (" + library + ")")
                            .orElse(""));
            String text = (owner ? OWNER : " ".repeat(OWNER.length())) + ServerText.clean(frame.symbol() + place);
            say(label, text, owner ? Style.SITE : Style.PLAIN);
            label = "";
        }
        fold(label, servers);
    }

    private String fold(String label, int servers) {
        if (servers == 0) {
            return label;
        }
        say(label, " ".repeat(OWNER.length()) + AmountWords.counted(servers, "server frame") + " (Enter)", Style.DIM);
        return "";
    }

    private void say(String label, String text, Style style) {
        if (!text.isEmpty()) {
            lines.add(StyledLine.builder()
                    .add(label, Style.DIM)
                    .padTo(LABEL_CELLS)
                    .add(text, style)
                    .line());
        }
    }
}
