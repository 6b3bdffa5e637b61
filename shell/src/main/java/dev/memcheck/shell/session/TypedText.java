package dev.memcheck.shell.session;

import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.script.Item;
import dev.memcheck.session.Prompt;
import dev.memcheck.session.SessionName;
import dev.memcheck.shell.out.Screen;

/** Shows items after the prompt as if a person had typed them. */
final class TypedText {
    private final Screen screen;

    TypedText(Screen screen) {
        this.screen = screen;
    }

    void show(Prompt prompt, SessionName session, Item item) {
        show(prompt, session, item instanceof Item.Sql ? item.text() + ";" : item.text());
    }

    void show(Prompt prompt, SessionName session, String text) {
        String before = prompt.text(session);
        for (String line : text.lines().toList()) {
            screen.line(StyledLine.builder()
                    .add(before, Style.DIM)
                    .add(line, Style.HEADING)
                    .line());
            before = Prompt.CONTINUATION.text(session);
        }
        screen.flush();
    }
}
