package dev.memcheck.shell.session;

import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.script.InlineData;
import dev.memcheck.script.Item;
import dev.memcheck.script.TypedData;
import dev.memcheck.session.Prompt;
import dev.memcheck.session.SessionName;
import dev.memcheck.shell.out.Screen;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shows items after the prompt as if a person had typed them. */
final class TypedText {
    /** To {@code \copy} what is typed; in a file the data stand behind it. */
    private static final Pattern TERMINAL = Pattern.compile("(?i)\\bpstdin\\b");

    private final Screen screen;

    TypedText(Screen screen) {
        this.screen = screen;
    }

    /**
     * A text with the data that were typed for it.
     *
     * @param given to a command
     */
    static String whole(String text, List<Item> items, Optional<TypedData> given) {
        return items.stream()
                .filter(Item.Sql.class::isInstance)
                .flatMap(item -> ((Item.Sql) item).data().flatMap(InlineData::typed).stream())
                .findFirst()
                .or(() -> given)
                .map(typed ->
                        TERMINAL.matcher(text.stripTrailing()).replaceFirst("stdin") + "\n" + typed.text() + "\\.\n")
                .orElse(text);
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
