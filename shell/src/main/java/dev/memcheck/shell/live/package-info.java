/**
 * The whole-screen tree of a session that runs, and of a saved one. Knows a session by
 * {@link dev.memcheck.shell.live.Viewed} alone.
 */
package dev.memcheck.shell.live;
