package dev.memcheck.shell;

import dev.memcheck.render.Style;
import dev.memcheck.render.StyledLine;
import dev.memcheck.script.Item;
import dev.memcheck.session.Prompt;

/** Shows items after the prompt as if a person had typed them. */
final class TypedText {
    private final Screen screen;

    TypedText(Screen screen) {
        this.screen = screen;
    }

    void show(Prompt prompt, Item item) {
        show(prompt, item instanceof Item.Sql ? item.text() + ";" : item.text());
    }

    void show(Prompt prompt, String text) {
        String before = prompt.text();
        for (String line : text.lines().toList()) {
            screen.line(StyledLine.builder()
                    .add(before, Style.DIM)
                    .add(line, Style.HEADING)
                    .line());
            before = Prompt.CONTINUATION.text();
        }
        screen.flush();
    }
}
