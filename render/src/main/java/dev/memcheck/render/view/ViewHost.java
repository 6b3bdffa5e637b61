package dev.memcheck.render.view;

import dev.memcheck.backend.Observation;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.NodeKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the tree view can see and ask for. Every method returns at once: what takes time is done on another thread, and
 * shows in what these methods tell later. What is told is immutable, and the same object as before if nothing changed.
 */
public interface ViewHost {
    /** Whose tree it is, in a few words. */
    String subject();

    /** The session's statements so far; empty where another backend is watched. */
    Timeline timeline();

    /** All findings so far; empty where another backend is watched. */
    List<NumberedFinding> findings();

    /**
     * The lines of source around where a finding is, as {@code \why} has them, as far as they are known now; none where the
     * file is not here.
     */
    default List<StyledLine> source(Finding finding) {
        return List.of();
    }

    /** A finding with its files named from where the person works. */
    default Finding told(Finding finding) {
        return finding;
    }

    /** The latest look at the backend; empty before the first one. */
    Optional<Observation> latest();

    /** What is in a context of {@link #latest}, none where that is not known. */
    default List<ContentPart> contents(NodeKey context) {
        return List.of();
    }

    /** The statement that is running now, raw; empty if none is. */
    Optional<String> running();

    /** What came of the last statement that {@link #run} started, in one line; empty if none has ended yet. */
    Optional<String> outcome();

    /** Whether statements can be started from the view. */
    boolean canRun();

    /** Starts what a person typed at the one-line prompt, if nothing is running. */
    void run(String line);

    /** Asks the server to cancel what is running. */
    void cancel();

    /** How often the backend is looked at while it works; empty pauses. */
    void refresh(Optional<Duration> interval);

    /** Gives a text to the terminal's clipboard. */
    void copy(String text);

    /**
     * Writes lines to a new file in the working directory.
     *
     * @return the file
     * @throws IOException if it cannot be written
     */
    Path write(List<String> lines) throws IOException;

    /** Turns the mouse on or off. */
    void mouse(boolean on);
}
