package dev.memcheck.shell.live;

import dev.memcheck.capture.CapturedSession;
import dev.memcheck.render.text.Theme;
import dev.memcheck.render.view.TreeView;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.screen.FullScreen;
import dev.memcheck.shell.screen.SystemTerminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.terminal.Terminal;

/** Shows a session that was kept on the whole terminal. */
public final class CaptureView {
    private final Streams streams;

    public CaptureView(Streams streams) {
        this.streams = streams;
    }

    /**
     * Shows it until the person leaves.
     *
     * @return false if that cannot be: there is no terminal, it cannot show it, or there are no trees
     */
    public boolean show(CapturedSession session) {
        if (!streams.terminalIn()
                || !streams.terminalOut()
                || session.timeline().moments().isEmpty()) {
            return false;
        }
        try (Terminal terminal = SystemTerminal.open(streams.charset())) {
            Theme theme = streams.theme(true);
            boolean inTmux = streams.environment().containsKey("TMUX");
            FullScreen screen = new FullScreen(terminal, streams.out(), theme, inTmux);
            if (!screen.isPossible()) {
                return false;
            }
            screen.show(new TreeView(new CaptureHost(session, screen), theme.glyphs()), () -> false);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be used", e);
        }
    }
}
