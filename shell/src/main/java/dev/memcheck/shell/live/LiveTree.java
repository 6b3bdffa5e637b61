package dev.memcheck.shell.live;

import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observer;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.view.FullScreenView;
import dev.memcheck.render.view.TreeView;
import dev.memcheck.render.view.ViewHost;
import dev.memcheck.shell.out.HeldOutput;
import dev.memcheck.shell.screen.FullScreen;
import dev.memcheck.shell.screen.TerminalGoneException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Opens the tree of a backend on the whole screen, and comes back when the person leaves it. */
public final class LiveTree {
    private final FullScreen screen;
    private final HeldOutput output;
    private final Glyphs glyphs;
    private final boolean seen;
    private boolean open;

    /** @param seen whether what is written reaches the terminal, and not a pipe */
    public LiveTree(FullScreen screen, HeldOutput output, Glyphs glyphs, boolean seen) {
        this.screen = screen;
        this.seen = seen;
        this.output = output;
        this.glyphs = glyphs;
    }

    /** Whether the terminal can show it now, and does not show one already. */
    public boolean isPossible() {
        return seen && !open && screen.isPossible();
    }

    /**
     * Shows the backend under test.
     *
     * @throws BackendUnavailableException if there is no backend and none can be had
     * @throws BackendLostException if the backend has gone
     */
    public void open(Viewed viewed) {
        try (LiveFeed feed =
                new LiveFeed(() -> viewed.observer().observe(viewed.watch().pid()))) {
            ViewedSession session = new ViewedSession(viewed, feed);
            try {
                show(
                        new LiveHost(session::subject, screen, feed, Optional.of(session), session::contents),
                        session::isOver);
            } finally {
                session.finish();
            }
        }
    }

    /** Shows another backend. */
    public void open(Observer observer, int pid) {
        try (LiveFeed feed = new LiveFeed(() -> observer.observe(pid))) {
            feed.follow();
            ObservedContents contents = new ObservedContents(() -> observer.contents(pid));
            show(new LiveHost(() -> "pid " + pid, screen, feed, Optional.empty(), contents::of), () -> false);
        }
    }

    private void show(ViewHost host, BooleanSupplier over) {
        FullScreenView view = new TreeView(host, glyphs);
        output.hold();
        open = true;
        try {
            screen.show(view, over);
        } finally {
            open = false;
            release();
        }
    }

    private void release() {
        try {
            output.release();
        } catch (IOException e) {
            throw new TerminalGoneException(e);
        }
    }
}
