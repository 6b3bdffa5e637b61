package dev.memcheck.shell.live;

import dev.memcheck.capture.CapturedSession;
import dev.memcheck.shell.out.Streams;
import java.nio.file.Path;
import java.util.List;

/** Shows a session that was kept on the whole terminal. */
public final class CaptureView {
    private final Streams streams;
    private final List<Path> sources;

    /** @param sources directories that source may be in */
    public CaptureView(Streams streams, List<Path> sources) {
        this.streams = streams;
        this.sources = sources;
    }

    /**
     * Shows it until the person leaves.
     *
     * @return false if that cannot be: there is no terminal, it cannot show it, or there are no trees
     */
    public boolean show(CapturedSession session) {
        return !session.timeline().moments().isEmpty()
                && WholeTerminal.show(
                        streams,
                        screen -> new WholeTerminal.Shown(new CaptureHost(session, screen, sources), () -> {}));
    }
}
