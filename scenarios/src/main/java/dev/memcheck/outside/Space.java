package dev.memcheck.outside;

/**
 * What a context takes.
 *
 * @param total bytes of all blocks, its header included
 * @param free bytes of them that are not in use
 * @param blocks number of blocks
 * @param freeChunks number of free chunks
 */
record Space(long total, long free, long blocks, long freeChunks) {}
