package dev.memcheck.render.tree;

/** The order of siblings. Ties keep the server's order. */
public enum TreeSort {
    /** The server's own order; what is gone comes last. */
    TREE,
    /** Bytes of all blocks of the node and all below it, largest first. */
    BYTES,
    /** Difference of the used bytes of the node and all below it, largest first, whichever its sign. */
    DIFFERENCE,
    /** Name, then ident. */
    NAME
}
