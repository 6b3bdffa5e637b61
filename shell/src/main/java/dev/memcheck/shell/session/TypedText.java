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
        String end = item instanceof Item.Sql sql
                ? sql.sender().map(sender -> " " + sender.text()).orElse(";")
                : "";
        show(prompt, session, item.text() + end);
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
