package dev.memcheck.render.view;

/**
 * A view that fills a screen: takes what a person does and draws pictures, and knows no terminal. One thread calls it.
 */
public interface FullScreenView {
    /** The screen has this many cells now. Called once before anything else. */
    void resize(int columns, int rows);

    /** A person did something. */
    void handle(ViewInput input);

    /** What the {@link ViewHost} tells may have changed; called several times a second while the view is open. */
    void tick();

    /** Draws the whole screen. Its cost does not depend on the size of the tree. */
    Picture picture();

    /** Whether the person has left the view. */
    boolean isClosed();
}
