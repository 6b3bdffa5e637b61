package dev.memcheck.render.text;

/** What a piece of text means. A {@link Theme} says how that looks; no renderer knows a color. */
public enum Style {
    PLAIN,
    /** Less important than what stands beside it: unchanged nodes, tree guides. */
    DIM,
    /** A heading of a table, a tree or a verdict. */
    HEADING,
    /** A context that was not there before. */
    APPEARED,
    /** A context that uses more than before. */
    GREW,
    /** A context that uses less than before. */
    SHRANK,
    /** A context that is no longer there. */
    GONE,
    /** A finding seen once, which may yet turn out to be a cache. */
    UNCONFIRMED,
    /** A confirmed leak. */
    LEAKED,
    /** A confirmed allocation in the wrong context. */
    WRONG_CONTEXT,
    /** A confirmed finding of another kind. */
    DEFECT,
    /** Who allocated: function, library, source line. */
    SITE,
    /** What is searched for. */
    MATCH,
    /** An error of the server or of the shell. */
    ERROR,
    /** A warning of the server or of the shell. */
    WARNING,
    /** All is well. */
    OK
}
