package dev.memcheck.shell.screen;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Asks the terminal, and a tmux before it, to put a text on the clipboard: the terminal may be on another machine. */
final class Clipboard {
    /** Terminals drop what is longer. */
    private static final int LONGEST = 50_000;

    private static final String BELL = "\u0007";
    private static final String ESCAPE = "\u001b";

    private Clipboard() {}

    /** @param inTmux whether to send it through tmux besides, which passes it on if it is allowed to */
    static String sequence(String text, boolean inTmux) {
        byte[] bytes = text.substring(0, Math.min(LONGEST, text.length())).getBytes(StandardCharsets.UTF_8);
        String plain = ESCAPE + "]52;c;" + Base64.getEncoder().encodeToString(bytes) + BELL;
        return inTmux ? plain + ESCAPE + "Ptmux;" + ESCAPE + plain + ESCAPE + "\\" : plain;
    }
}
