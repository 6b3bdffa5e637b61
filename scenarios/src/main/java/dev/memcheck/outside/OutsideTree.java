package dev.memcheck.outside;

import dev.memcheck.snapshot.Snapshot;
import java.util.List;
import java.util.Objects;

/**
 * The tree of a process that was asked nothing.
 *
 * @param snapshot the tree
 * @param process what was looked at, in a few words; raw
 * @param title what the process says of itself: its command line, where the server writes what it does; raw
 * @param version of the server, as in {@code 15.20}
 * @param versionNumber as in {@code 150020}
 * @param notes what who reads the tree must know, a sentence each; raw
 */
public record OutsideTree(
        Snapshot snapshot, String process, String title, String version, int versionNumber, List<String> notes) {
    public OutsideTree {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(process);
        Objects.requireNonNull(title);
        Objects.requireNonNull(version);
        notes = List.copyOf(notes);
    }
}
