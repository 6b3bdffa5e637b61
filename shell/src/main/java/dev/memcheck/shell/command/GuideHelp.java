package dev.memcheck.shell.command;

import dev.memcheck.finding.CheckType;
import dev.memcheck.render.guide.Guide;
import dev.memcheck.render.guide.GuideEntry;
import dev.memcheck.render.guide.GuideText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.UsageException;
import java.util.List;

/** {@code \help context} and {@code \help finding}: all names, or what a guide says of those that are meant. */
final class GuideHelp {
    private final Screen screen;
    private final GuideText text;

    GuideHelp(Screen screen) {
        this.screen = screen;
        this.text = new GuideText(screen.width());
    }

    void context(String name) {
        Guide guide = Guide.toContexts();
        if (name.isEmpty()) {
            heading("Memory contexts of the server: \\help context NAME");
            screen.lines(text.names(guide.names()));
            return;
        }
        List<GuideEntry> found = guide.find(name);
        if (found.isEmpty()) {
            throw new UsageException("no context of the server is known as \"" + name + "\""
                    + guide.near(name)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse(": it may be an extension's own; \\help context lists the server's"));
        }
        if (found.size() == 1) {
            screen.lines(text.context(found.get(0)));
        } else {
            heading(found.size() + " contexts of the server:");
            screen.lines(text.list(found, "holds"));
        }
    }

    void finding(String name) {
        Guide guide = Guide.toFindings();
        if (name.isEmpty()) {
            heading("Kinds of finding: \\help finding TYPE");
            for (CheckType type : CheckType.values()) {
                screen.lines(text.brief(type));
            }
            return;
        }
        List<GuideEntry> found = guide.find(name);
        if (found.isEmpty()) {
            throw new UsageException("no kind of finding is called \"" + name + "\""
                    + guide.near(name)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("; \\help finding lists them"));
        }
        for (GuideEntry entry : found) {
            CheckType.ofLabel(entry.names().get(0)).ifPresent(type -> {
                screen.lines(found.size() == 1 ? text.finding(type, entry) : text.brief(type));
            });
        }
    }

    private void heading(String line) {
        screen.line(StyledLine.of(line, Style.HEADING));
    }
}
