/**
 * One session: the loop of statements with a parser before it, a screen behind it, and the commands beside it.
 */
package dev.memcheck.shell.session;
