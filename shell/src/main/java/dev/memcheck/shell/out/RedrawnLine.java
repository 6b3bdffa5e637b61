package dev.memcheck.shell.out;

import dev.memcheck.render.text.ServerText;

/** The last line of a terminal, rewritten in place while files run. */
public final class RedrawnLine {
    private static final String ERASE = "\r\u001b[K";

    /** A line that is wider than the terminal must not become two, which could not be erased. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final Screen screen;
    private boolean shown;

    public RedrawnLine(Screen screen) {
        this.screen = screen;
    }

    public void show(String text) {
        screen.printed(ERASE + NO_WRAP + ServerText.clean(text) + WRAP);
        screen.flush();
        shown = true;
    }

    /** Makes room for something that stays. */
    public void erase() {
        if (shown) {
            screen.printed(ERASE);
            screen.flush();
            shown = false;
        }
    }
}
