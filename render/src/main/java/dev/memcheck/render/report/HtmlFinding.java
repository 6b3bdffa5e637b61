package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Site;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.Doubt;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.render.words.Mark;
import dev.memcheck.render.words.Remedy;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.source.LineOrigin;
import dev.memcheck.source.SourceExcerpt;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One defect on the page: by which statement, how sure, where, the lines of source, what to change, the stack, and who else found it. */
final class HtmlFinding {
    private static final String SERVER = "postgres";

    private final Sources sources;
    private final FindingsOfRun.Entry entry;

    HtmlFinding(Sources sources, FindingsOfRun.Entry entry) {
        this.sources = sources;
        this.entry = entry;
    }

    /** @param open whether it is unfolded at first */
    void write(boolean open, Writer out) throws IOException {
        Finding finding = sources.told(entry.finding());
        FindingsOfRun.Sighting worst = entry.worst();
        Optional<String> apart = entry.apart();
        out.write("<details class=\"finding" + (apart.isPresent() ? " suppressed" : "") + "\" id=\"" + id(worst) + "\""
                + (open ? " open" : "") + ">\n<summary class=\"row\">"
                + HtmlText.span("sign " + HtmlNames.markClass(finding), Mark.sign(finding)) + " "
                + HtmlText.escape("finding " + worst.reported().number() + ": " + FindingLine.of(finding)) + " "
                + place(worst)
                + (entry.sightings().size() == 1 ? "" : " " + HtmlText.span("often", entry.together()))
                + apart.map(reason -> " " + HtmlText.span("suppression", reason))
                        .orElse("")
                + "</summary>\n<dl>\n");
        say("statement", "<code>" + HtmlText.escape(finding.statement()) + "</code>", finding.statement(), out);
        say("sure", Doubt.certainty(finding), out);
        say("at", finding.site().fullLabel(), out);
        source(entry.finding().site(), out);
        say("what to do", Remedy.of(finding), out);
        stack(finding, out);
        others(out);
        out.write("</dl>\n<details class=\"all\">\n<summary>all that is known</summary>\n<pre>");
        for (StyledLine line :
                new FindingStory(Glyphs.unicode()).lines(worst.reported().number(), finding)) {
            out.write(HtmlText.escape(line.text()) + "\n");
        }
        out.write("</pre>\n</details>\n");
        String trees = trees(worst);
        out.write((trees.isEmpty() ? "" : "<p>" + trees + "</p>\n") + "</details>\n");
    }

    private static String id(FindingsOfRun.Sighting sighting) {
        return HtmlNames.findingId(session(sighting), sighting.reported().number());
    }

    /** The id of the session on the page. */
    private static String session(FindingsOfRun.Sighting sighting) {
        return "s" + sighting.place();
    }

    /** The script looks for these to know which files have the defect. */
    private static String place(FindingsOfRun.Sighting sighting) {
        String file = HtmlText.escape(sighting.session().file());
        return "<span class=\"place\" data-file=\"" + file + "\">" + file + "</span>";
    }

    private static String trees(FindingsOfRun.Sighting sighting) {
        int number = sighting.reported().number();
        List<String> links = new ArrayList<>();
        for (ReportedWindow window : sighting.session().windows()) {
            if (window.findings().stream().anyMatch(one -> one.number() == number)) {
                links.add("<a href=\"#" + HtmlNames.windowId(session(sighting), window) + "-f" + number
                        + "\">in the tree of " + HtmlText.escape(window.title()) + "</a>");
            }
        }
        return String.join(", ", links);
    }

    /** Where else it was found, and how much of it. */
    private void others(Writer out) throws IOException {
        if (entry.sightings().size() == 1) {
            return;
        }
        out.write("<dt>found, too</dt><dd><ul class=\"others\">\n");
        for (FindingsOfRun.Sighting other :
                entry.sightings().subList(1, entry.sightings().size())) {
            Finding finding = other.finding();
            String trees = trees(other);
            out.write("<li id=\"" + id(other) + "\">" + place(other) + " "
                    + HtmlText.escape("finding " + other.reported().number() + ": " + FindingText.what(finding) + ", "
                            + FindingText.certainty(finding))
                    + other.apart()
                            .map(reason -> " " + HtmlText.span("suppression", reason))
                            .orElse("")
                    + " <code>" + HtmlText.escape(finding.statement()) + "</code>"
                    + (trees.isEmpty() ? "" : " " + trees)
                    + "</li>\n");
        }
        out.write("</ul></dd>\n");
    }

    private static void say(String label, String text, Writer out) throws IOException {
        say(label, HtmlText.escape(text), text, out);
    }

    /** Nothing where there is no text. */
    private static void say(String label, String html, String text, Writer out) throws IOException {
        if (!text.isBlank()) {
            out.write("<dt>" + label + "</dt><dd>" + html + "</dd>\n");
        }
    }

    /** The lines around the site, where its file is here. */
    private void source(Site site, Writer out) throws IOException {
        Optional<SourceExcerpt> found = sources.of(site);
        if (found.isEmpty()) {
            return;
        }
        SourceExcerpt excerpt = found.get();
        out.write("<dt>source</dt><dd><pre class=\"source\">");
        for (int at = 0; at < excerpt.lines().size(); at++) {
            int number = excerpt.first() + at;
            String line =
                    String.format("%5d  ", number) + excerpt.lines().get(at).replace("\t", "    ");
            out.write((number == excerpt.marked() ? HtmlText.span("marked", line) : HtmlText.escape(line)) + "\n");
        }
        out.write("</pre></dd>\n");
        Optional<LineOrigin> origin = sources.origin(excerpt);
        if (origin.isPresent()) {
            say("changed", origin.get().text(), out);
        }
    }

    /** Innermost first; frames of the server that follow each other behind a fold. */
    private static void stack(Finding finding, Writer out) throws IOException {
        List<Frame> frames = Stacks.frames(finding);
        if (frames.isEmpty()) {
            return;
        }
        out.write("<dt>stack</dt><dd class=\"stack\">\n");
        List<Frame> server = new ArrayList<>();
        boolean owned = false;
        boolean inside = true;
        for (Frame frame : frames) {
            boolean isServer = frame.library().filter(SERVER::equals).isPresent();
            // What called the server's main() started the process.
            inside &= !(isServer && frame.function().equals("main"));
            if (isServer || !inside) {
                server.add(frame);
                continue;
            }
            fold(server, out);
            boolean owner = !owned && finding.site().owns(frame);
            owned |= owner;
            out.write(
                    "<div" + (owner ? " class=\"marked\"" : "") + ">" + HtmlText.escape(frame.toString()) + "</div>\n");
        }
        fold(server, out);
        out.write("</dd>\n");
    }

    private static void fold(List<Frame> server, Writer out) throws IOException {
        if (server.isEmpty()) {
            return;
        }
        out.write("<details><summary>" + AmountWords.counted(server.size(), "server frame") + "</summary>\n");
        for (Frame frame : server) {
            out.write("<div>" + HtmlText.escape(frame.toString()) + "</div>\n");
        }
        out.write("</details>\n");
        server.clear();
    }
}
