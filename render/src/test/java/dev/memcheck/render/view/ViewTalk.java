package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.render.view.ViewInput.Key;
import java.util.List;
import java.util.stream.Collectors;

/** Presses keys and reads the screen. */
final class ViewTalk {
    final HandHost host;
    final TreeView view;
    private long nanos;

    ViewTalk(HandHost host, int columns, int rows) {
        this(host, columns, rows, Glyphs.ascii());
    }

    ViewTalk(HandHost host, int columns, int rows, Glyphs glyphs) {
        this.host = host;
        view = new TreeView(host, glyphs, () -> nanos);
        view.resize(columns, rows);
    }

    /** Presses the keys of a text one by one. */
    ViewTalk type(String characters) {
        characters.codePoints().forEach(character -> view.handle(Key.of(character)));
        return this;
    }

    ViewTalk press(Code... codes) {
        for (Code code : codes) {
            view.handle(Key.of(code));
        }
        return this;
    }

    /** So much later the host is asked again. */
    ViewTalk after(long millis) {
        nanos += millis * 1_000_000;
        view.tick();
        return this;
    }

    List<String> lines() {
        return view.picture().lines().stream()
                .map(StyledLine::text)
                .map(String::stripTrailing)
                .toList();
    }

    String screen() {
        return lines().stream().collect(Collectors.joining("\n", "", "\n"));
    }

    /** The line with the cursor, as far as the tree goes. */
    String cursor() {
        Picture picture = view.picture();
        String line = picture.lines().get(picture.highlighted()).text();
        return line.substring(0, Math.min(line.length(), picture.highlightedCells()))
                .strip();
    }

    String status() {
        return lines().get(0);
    }

    String bottom() {
        return lines().get(lines().size() - 1);
    }
}
