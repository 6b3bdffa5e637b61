package dev.memcheck.shell.live;

import dev.memcheck.render.text.Theme;
import dev.memcheck.render.view.TreeView;
import dev.memcheck.render.view.ViewHost;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.screen.FullScreen;
import dev.memcheck.shell.screen.SystemTerminal;
import dev.memcheck.shell.screen.TerminalGoneException;
import java.io.IOException;
import java.util.function.Function;
import org.jline.terminal.Terminal;

/** Takes the terminal for a tree, where nobody else has it. */
final class WholeTerminal {
    private WholeTerminal() {}

    /**
     * What is to be shown.
     *
     * @param over called when the person has left it
     */
    record Shown(ViewHost host, Runnable over) {}

    /**
     * Shows it until the person leaves.
     *
     * @return false if there is no terminal, or it cannot show it
     */
    static boolean show(Streams streams, Function<FullScreen, Shown> what) {
        if (!streams.terminalIn() || !streams.terminalOut()) {
            return false;
        }
        try (Terminal terminal = SystemTerminal.open(streams.charset())) {
            Theme theme = streams.theme(true);
            boolean inTmux = streams.environment().containsKey("TMUX");
            FullScreen screen = new FullScreen(terminal, streams.out(), theme, inTmux);
            if (!screen.isPossible()) {
                return false;
            }
            Shown shown = what.apply(screen);
            try {
                screen.show(new TreeView(shown.host(), theme.glyphs()), () -> false);
            } finally {
                shown.over().run();
            }
            return true;
        } catch (IOException e) {
            throw new TerminalGoneException(e);
        }
    }
}
