package dev.memcheck.diff;

/** What became of one context between two snapshots. Growth is measured in used bytes. */
public enum Change {
    APPEARED,
    GONE,
    GROWN,
    SHRUNK,
    UNCHANGED
}
